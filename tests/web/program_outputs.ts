// What the programs of the menu must print and how they end, whatever the scheduler chooses: for the
// tests of the list and for those that run them (tests/browser/programs.test.ts).

/** expectedOutputs: patterns that the standard output must match, all of them. */
export const expectedOutputs: Readonly<Record<string, readonly RegExp[]>> = {
  hello: [
    /hello from goroutine 1/,
    /hello from goroutine 2/,
    /hello from goroutine 3/,
    /all done\s*$/,
  ],
  ping_pong: [/^the ball was hit 200000 times\s*$/],
  worker_pool: [
    /worker 7 did \d+ jobs/,
    /4000 jobs; the longest chain starts at 3711 with 237 steps/,
  ],
  pipeline: [/^10000 values came through, their sum is 4330000\s*$/],
  prime_sieve: [/prime 10 is 29/, /prime 300 is 1987/],
  mutex_contention: [/counter: 2560000 expected: 2560000/],
  tight_loop: [/the loop is over, sum 140000000/, /the ticker ran while the loop did/],
  sleep_storm: [/50000 naps taken; well rested: true/],
  fan_out_steal: [/20000 tasks finished/],
  select_fan_in: [/received 60 and 15 values/],
  unfair_yield: [/3 \w+/],
  leaks: [/^answer from \w+\n8 <nil>\nmain returns; who is still waiting\?\s*$/],
  deadlock: [/waiting for both/],
  producer_consumer: [/^the items add up to 4498500\s*$/],
  semaphore: [/^60 done, never more than [123] at once\s*$/],
  rate_limiter: [/request 4 after/, /ten had to wait for a tick: true/],
  error_group: [/Wait: page 7 is missing/, /the context: context canceled/],
  context_tree: [/^121 goroutines heard of one cancel\s*$/],
  once_and_cache: [/^200 answers, 5 computations\s*$/],
  sharded_counter: [/one lock: +32000/, /sixteen locks: 32000/],
  philosophers: [/everybody has eaten: \[8 8 8 8 8\]/],
  lifo_order: [/order: \[4 0 1 2 3\]\non one P: the newest first/],
  queue_overflow: [/created, and so far \d+ of them ran\nin the end 1000/],
  nested_spawns: [/^4096 leaves\s*$/],
  runnext_hog: [/the ball was hit 150000 times;\nthe quiet one had its turn after \d+/],
  select_fairness: [/together 2000\nneither starved: true/],
  rwmutex_writer: [/written 20 times in spite of the readers: true/],
  cond_broadcast: [/^50 are running\s*$/],
  lock_os_thread: [/the squares of 1 to 300 add up to 9045050/],
  gc_pressure: [/80000 nodes made; collections: true/],
  stack_growth: [/depth 100 sums up to 5050/, /depth 12800 sums up to 81926400/],
  unbounded_spawning: [/more than 20000 goroutines at once: true/],
  too_many_procs: [/GOMAXPROCS 16 total 28704000/],
  one_proc: [/^8 finished on 1 P\s*$/],
  huge_critical_section: [/the same result: true/],
  lock_convoy: [/96 times through the lock, one at a time/],
  chatty_channels: [/one by one: 199990000\nbundled: +199990000/],
  syscall_storm: [
    /goroutine 3 writes line 39/,
    /buffered line 39\n160 calls for the first, one for the second\s*$/,
  ],
  thundering_herd: [/^1 found it, 999 were woken in vain\s*$/],
  busy_waiting: [/asked in vain more than ten times: \w+\nand woken once/],
  false_parallelism: [/one chain of 40: \d+/, /four chains of 10 agree: true/],
  pool_size: [/2 workers: \d/, /8 workers: \d/, /60 workers: \d/],
  timer_churn: [/^6002 receives, two of them of closed channels\s*$/],
  assumed_order: [/^(lucky this time|too early): /],
  early_exit: [/^\d of 10 finished before main returned\s*$/],
  lost_update: [/atomic: 800\nupdates were lost: \w+/],
  context_leak: [/^6 requests served\s*$/],
  closed_channel: [/got \d+/],
  philosophers_deadlock: [/^dinner is served\s*$/],
};

/** exitCodes of those that do not end with 0; expectedErrors is what they say then. */
export const exitCodes: Readonly<Record<string, number>> = {
  deadlock: 2,
  closed_channel: 2,
  philosophers_deadlock: 2,
};
export const expectedErrors: Readonly<Record<string, RegExp>> = {
  deadlock: /fatal error: all goroutines are asleep - deadlock!/,
  closed_channel: /panic: (send on|close of) closed channel/,
  philosophers_deadlock: /fatal error: all goroutines are asleep - deadlock!/,
};

/** leaked: goroutines that wait for ever when main returns, of the programs that are about it. */
export const leaked: Readonly<Record<string, number>> = { leaks: 4, context_leak: 6 };
