// Where Go's own runtime does what an explanation speaks of: function and file, to read on.

const files = {
  'runtime/proc.go':
    'schedule findRunnable execute stealWork runqput runqputslow runqget runqgrab runqsteal ' +
    'globrunqget globrunqgetbatch globrunqput newproc newproc1 gopark park_m ready Gosched ' +
    'goschedImpl gopreempt_m goyield goexit0 sysmon retake handoffp entersyscall exitsyscall startm stopm ' +
    'wakep resetspinning becomeSpinning checkdead injectglist procresize pidleput acquirep ' +
    'releasep stopTheWorldWithSema startTheWorldWithSema preemptone LockOSThread startlockedm ' +
    'stoplockedm mexit newm schedEnableUser',
  'runtime/coro.go': 'coroswitch_m',
  'runtime/stack.go': 'newstack copystack shrinkstack',
  'runtime/chan.go': 'makechan chansend chanrecv closechan',
  'runtime/select.go': 'selectgo',
  'runtime/sema.go': 'semacquire1 semrelease1 notifyListWait notifyListNotifyOne',
  'runtime/time.go': 'timeSleep resetForSleep goroutineReady',
  'runtime/preempt.go': 'asyncPreempt2 suspendG',
  'runtime/mgc.go': 'gcStart gcMarkTermination gcBgMarkWorker findGoroutineLeaks',
  'runtime/mgcpacer.go': 'findRunnableGCWorker',
  'runtime/netpoll.go': 'netpoll',
  'internal/sync/mutex.go': 'Mutex.lockSlow Mutex.unlockSlow',
  'sync/rwmutex.go': 'RWMutex.Lock RWMutex.RLock',
  'sync/waitgroup.go': 'WaitGroup.Add WaitGroup.Wait',
  'sync/cond.go': 'Cond.Wait',
  'sync/once.go': 'Once.doSlow',
} as const;

/** GoSource is a function of Go's own sources. */
export interface GoSource {
  readonly name: string;
  readonly file: string;
  readonly url: string;
}

/** goSource finds a function by its name; a name that is not in the table is a mistake of ours. */
export function goSource(name: string): GoSource {
  for (const [file, names] of Object.entries(files)) {
    if (names.split(' ').includes(name)) return { name, file, url: `https://go.dev/src/${file}` };
  }
  throw new Error(`no file is known for ${name}`);
}

/** goSources is goSource of several. */
export function goSources(...names: readonly string[]): GoSource[] {
  return [...new Set(names)].map(goSource);
}
