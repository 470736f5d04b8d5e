// A number that stands still long enough for what hangs on it to be read.
import { useEffect, useRef, useState } from 'preact/hooks';

const liveIntervalMs = 250;

/** useSampled follows a version a few times a second while a program runs, else at once. */
export function useSampled(version: number, running: boolean): number {
  const [shown, setShown] = useState(version);
  const latest = useRef(version);
  latest.current = version;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setShown(latest.current), liveIntervalMs);
    return () => clearInterval(timer);
  }, [running]);
  return running ? shown : version;
}
