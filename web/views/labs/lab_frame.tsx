// The frame of an open lab: where it comes from, its pages, and the way on.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CheckIcon, CrossIcon } from '../icons';

export interface LabFrameProps {
  readonly title: string;
  readonly number: number | null;
  /** The site a foreign lab comes from, else ''. */
  readonly site: string;
  readonly author: string;
  readonly pages: readonly { readonly title: string; readonly done: boolean }[];
  readonly page: number;
  readonly next: { readonly title: string; readonly onOpen: () => void } | null;
  readonly onPage: (page: number) => void;
  readonly onList: () => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

function Pages({ pages, page, onPage }: Pick<LabFrameProps, 'pages' | 'page' | 'onPage'>) {
  return (
    <nav class="lab-pages" aria-label="Pages of the lab">
      {pages.map(({ title, done }, index) => (
        <button
          type="button"
          key={index}
          class={done ? 'done' : ''}
          aria-current={index === page ? 'step' : undefined}
          title={title}
          onClick={() => onPage(index)}
        >
          <span aria-hidden="true">{index === 0 ? '·' : done ? <CheckIcon /> : index}</span>
          <span class="sr-only">
            {title}
            {done && index > 0 ? ', done' : ''}
          </span>
        </button>
      ))}
    </nav>
  );
}

/** LabFrame draws the frame around a page. */
export function LabFrame(props: LabFrameProps) {
  const { pages, page, onPage, next } = props;
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [page, props.title]);
  const last = page >= pages.length - 1;
  return (
    <section class="panel lab-pane" aria-label="Lab">
      <header class="panel-head">
        <button type="button" class="small-button" onClick={props.onList}>
          Labs
        </button>
        <h2>
          {props.number !== null && <span class="lab-count">{props.number}</span>}
          {props.title}
        </h2>
        <button
          type="button"
          class="round lab-close"
          aria-label="Close the lab"
          title="Close the lab: your own program comes back"
          onClick={props.onClose}
        >
          <CrossIcon />
        </button>
      </header>
      {props.site !== '' && (
        <p class="lab-site">
          From <b>{props.site}</b>
          {props.author !== '' && ` by ${props.author}`}. Nothing in it runs before you run it.
        </p>
      )}
      <div class="lab-body" ref={body} tabIndex={0} role="region" aria-label="Text of the lab">
        <h3 class="lab-heading">{pages[page]?.title}</h3>
        {props.children}
      </div>
      <footer class="lab-foot">
        <button
          type="button"
          class="small-button"
          disabled={page === 0}
          onClick={() => onPage(page - 1)}
        >
          Back
        </button>
        <Pages pages={pages} page={page} onPage={onPage} />
        {last && next ? (
          <button
            type="button"
            class="small-button strong"
            onClick={next.onOpen}
            title={next.title}
          >
            Next lab
          </button>
        ) : (
          <button
            type="button"
            class="small-button strong"
            disabled={last}
            onClick={() => onPage(page + 1)}
          >
            Next
          </button>
        )}
      </footer>
    </section>
  );
}
