// The scheduler's terms in a sentence or two each. Explanations mark the first use of one in their
// text; pointing at it shows the sentence.

export interface Term {
  readonly name: string;
  /** What in a text is this term. */
  readonly match: RegExp;
  readonly meaning: string;
}

/** glossary lists them; of two that begin at the same place the earlier one here is meant. */
export const glossary: readonly Term[] = [
  {
    name: 'goroutine',
    match: /goroutines?/,
    meaning:
      'A G: a function that runs beside others, with a stack of its own. It is cheap, because it is the scheduler and not the system that decides when it runs.',
  },
  {
    name: 'runnext',
    match: /runnext( slot)?/,
    meaning:
      'A slot of each P for one goroutine that runs before all others of its queue. Who is created or readied goes there, and whoever was there goes to the tail of the queue.',
  },
  {
    name: 'global queue',
    match: /global queue/,
    meaning:
      'The run queue all Ps share. Goroutines that were preempted, called runtime.Gosched, or did not fit into a P’s own queue wait there.',
  },
  {
    name: 'run queue',
    match: /(own|run|local) queues?/,
    meaning:
      'A ring of 256 goroutines that each P has for itself: only its owner puts some in, thieves may take some out, and nobody needs a lock.',
  },
  {
    name: 'schedtick',
    match: /schedtick/,
    meaning:
      'Counts the time slices a P has begun. Every 61st of them the P looks at the global queue first; and when the count has not moved for 10 ms, sysmon asks the running goroutine to yield.',
  },
  {
    name: 'time slice',
    match: /(time )?slices?/,
    meaning:
      'What a goroutine may run before sysmon asks it to yield: 10 ms. Goroutines that follow each other through runnext share one.',
  },
  {
    name: 'spinning',
    match: /spinning|spins?|spun|spinner/,
    meaning:
      'An M that has a P and no work, and looks for some at the other Ps instead of sleeping. At most half as many Ms as there are busy Ps do so.',
  },
  {
    name: 'stealing',
    match: /steals?|stole|stolen|stealing|thief|thieves/,
    meaning:
      'A P without work takes half of another P’s queue, rounded up. It tries all others in random order, four times; only the last time it also takes what is in a runnext slot.',
  },
  {
    name: 'hand-off',
    match: /hand(s|ed)?[- ]off|handed to another M/,
    meaning:
      'Giving a P to another M, because its own is about to block in the system: the other goroutines of the P go on.',
  },
  {
    name: 'retake',
    match: /retake|retook|took back/,
    meaning:
      'sysmon takes a P from an M that has been in a system call for at least one of its rounds while there was other work, and hands it to an M that can use it.',
  },
  {
    name: 'sysmon',
    match: /sysmon/,
    meaning:
      'A thread without a P that looks around every 20 µs to 10 ms: it takes Ps from Ms that block in system calls and asks goroutines that have run for 10 ms to yield.',
  },
  {
    name: 'netpoll',
    match: /netpoll|network poller/,
    meaning:
      'The part that waits for files, sockets and the next timer in one system call, for all goroutines together. One M at a time sleeps in it.',
  },
  {
    name: 'async preemption',
    match: /async preemption/,
    meaning:
      'Since Go 1.14 a signal stops a goroutine almost anywhere, even in a loop that calls nothing.',
  },
  {
    name: 'preemption',
    match: /preempt(ed|ion|s)?/,
    meaning:
      'Taking the P from a goroutine that did not give it up itself. It goes to the tail of the global queue.',
  },
  {
    name: 'parked',
    match: /parked|parks?/,
    meaning:
      'Not running and in no run queue: the goroutine waits until somebody readies it. An M that is parked sleeps.',
  },
  {
    name: 'readied',
    match: /readied|readies|ready/,
    meaning: 'Made runnable again, and put into the runnext slot of the P of whoever did it.',
  },
  {
    name: 'starvation mode',
    match: /starvation mode/,
    meaning:
      'When somebody has waited for a Mutex for more than 1 ms, it is handed straight to the one who waits longest, instead of to whoever comes first.',
  },
  {
    name: 'locked to its thread',
    match: /locked to (its|this|a) (M|thread)/,
    meaning:
      'After runtime.LockOSThread the goroutine runs only on this M, and the M runs only this goroutine.',
  },
  {
    name: 'stop of the world',
    match: /stop of the world|world is (being )?stopped|stops the world/,
    meaning:
      'All Ps are halted for a moment, so that a collection can begin or GOMAXPROCS can change.',
  },
  {
    name: 'GOMAXPROCS',
    match: /GOMAXPROCS/,
    meaning: 'How many Ps there are: so many goroutines run at the same time.',
  },
  {
    name: 'checkdead',
    match: /checkdead/,
    meaning:
      'When the last M is about to sleep, it is checked whether anything could ever wake one. If not, the program is told “all goroutines are asleep - deadlock!”.',
  },
  {
    name: 'leaked',
    match: /leaked/,
    meaning:
      'A goroutine that waits for something nobody else can reach any more: it will wait for ever.',
  },
];
