// The run for those who listen: a line nobody sees.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Narration, type Scene } from '../model/narration';

export interface NarratorProps {
  /** Changes when there may be something new. */
  readonly version: number;
  readonly running: boolean;
  /** Asked only when something may be said: putting a decision into words is work. */
  readonly scene: () => Scene;
}

/** Narrator tells what happens, a sentence at a time. */
export function Narrator({ version, running, scene }: NarratorProps) {
  const [said, setSaid] = useState('');
  const narration = useRef(new Narration());
  const newest = useRef(scene);
  newest.current = scene;
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(
      () => {
        const sentence = narration.current.hear(performance.now(), newest.current());
        if (sentence !== null) setSaid(sentence);
      },
      narration.current.waitMs(performance.now(), running),
    );
  }, [version, running]);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return (
    <p class="sr-only" role="log" aria-label="What happens" aria-live="polite">
      {said}
    </p>
  );
}
