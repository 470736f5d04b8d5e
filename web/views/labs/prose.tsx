// A lab's text as elements. The parser leaves no markup in it: everything here is text, and links lead
// where the parser has let them lead.
import type { ComponentChildren } from 'preact';
import type { Block, Inline, Prose } from '../../labs/lab';

function inline(one: Inline, key: number, base: string): ComponentChildren {
  switch (one.kind) {
    case 'text':
      return one.text;
    case 'code':
      return <code key={key}>{one.text}</code>;
    case 'strong':
      return <strong key={key}>{inlines(one.children, base)}</strong>;
    case 'em':
      return <em key={key}>{inlines(one.children, base)}</em>;
    case 'del':
      return <del key={key}>{inlines(one.children, base)}</del>;
    case 'break':
      return <br key={key} />;
    case 'link':
      return (
        <a
          key={key}
          href={resolved(one.href, base)}
          target="_blank"
          rel="noopener noreferrer nofollow"
        >
          {inlines(one.children, base)}
        </a>
      );
  }
}

function resolved(href: string, base: string): string {
  try {
    return new URL(href, base).href;
  } catch {
    return '#';
  }
}

const inlines = (list: readonly Inline[], base: string) =>
  list.map((one, key) => inline(one, key, base));

/** InlineView shows running text; `base` is what relative links are relative to. */
export function InlineView(props: { readonly text: readonly Inline[]; readonly base: string }) {
  return <>{inlines(props.text, props.base)}</>;
}

function block(one: Block, key: number, base: string): ComponentChildren {
  switch (one.kind) {
    case 'heading':
      return <h4 key={key}>{inlines(one.children, base)}</h4>;
    case 'paragraph':
      return <p key={key}>{inlines(one.children, base)}</p>;
    case 'list': {
      const items = one.items.map((item, index) => (
        <li key={index}>
          <ProseView prose={item} base={base} />
        </li>
      ));
      return one.start === null ? (
        <ul key={key}>{items}</ul>
      ) : (
        <ol key={key} start={one.start}>
          {items}
        </ol>
      );
    }
    case 'quote':
      return (
        <blockquote key={key}>
          <ProseView prose={one.blocks} base={base} />
        </blockquote>
      );
    case 'code':
      return <Code key={key} text={one.text} />;
    case 'table':
      return (
        <div class="table-scroll" key={key}>
          <table>
            <thead>
              <tr>
                {one.header.map((cell, index) => (
                  <th key={index} scope="col">
                    {inlines(cell, base)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {one.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>{inlines(cell, base)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'rule':
      return <hr key={key} />;
  }
}

/** ProseView shows paragraphs, lists and the like. */
export function ProseView(props: { readonly prose: Prose; readonly base: string }) {
  return <>{props.prose.map((one, key) => block(one, key, props.base))}</>;
}

/** Code is a program's text to read; a long one scrolls. */
export function Code({ text }: { readonly text: string }) {
  return (
    // A region that scrolls has to be reachable by keyboard.
    <pre class="lab-code" tabIndex={0}>
      <code>{text.replace(/\n+$/, '')}</code>
    </pre>
  );
}
