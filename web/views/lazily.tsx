// Views that are fetched when they are first wanted, so that a first visit loads less.
import type { ComponentChildren, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * lazily makes a view out of one that `load` fetches. Until it has come, and when it does not, there
 * is `meanwhile`, with words on what happened.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: (props: Props, words: string) => ComponentChildren,
): (props: Props) => ComponentChildren {
  let loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [View, setView] = useState<ComponentType<Props> | null>(() => loaded);
    const [words, setWords] = useState('');
    useEffect(() => {
      if (View) return;
      load().then(
        (view) => {
          loaded = view;
          setView(() => view);
        },
        () => setWords('This part of the page could not be loaded: the network failed.'),
      );
    }, [View]);
    return View ? <View {...props} /> : meanwhile(props, words);
  };
}
