// Markdown to the few kinds of text a lab has. marked cuts it into tokens, and only what is named here
// comes through: HTML stays the text it is, links lead to known kinds of places, images are links.
import { Lexer, type Token, type Tokens } from 'marked';
import type { Block, Inline, Mistake, Prose } from './lab';
import { beyondBounds, nestingMax } from './prose_bounds';

class TooDeep extends Error {}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

// marked leaves entities in its tokens: they are meant for HTML.
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w{2,5}));/g, (all, ...found) => {
    const [decimal, hex, name] = found as (string | undefined)[];
    if (name !== undefined) return entities[name] ?? all;
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** safeHref is the address a link may lead to, or null: only the web, mail and relative places. */
export function safeHref(href: string): string | null {
  // A browser ignores control characters and blanks where a scheme is concerned.
  const bare = decodeEntities(href).replace(/[\p{Cc}\s]/gu, '');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(bare)?.[1]?.toLowerCase();
  if (scheme !== undefined && !['http', 'https', 'mailto'].includes(scheme)) return null;
  return bare === '' ? null : bare;
}

/** plainText is the text of inlines without its marks. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines
    .map((one) => {
      if ('text' in one) return one.text;
      return 'children' in one ? plainText(one.children) : ' ';
    })
    .join('');
}

class Reader {
  readonly mistakes: Mistake[] = [];
  private raw = '';

  /** `line` is that of the block being read. */
  constructor(public line: number) {}

  /** top reads the tokens of a whole text, counting its lines. */
  top(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token) => {
      this.raw = token.raw;
      const blocks = this.block(token, 0);
      this.line += token.raw.split('\n').length - 1;
      return blocks;
    });
  }

  inlines(tokens: readonly Token[] | undefined, depth: number): Inline[] {
    if (depth > nestingMax) throw new TooDeep();
    return (tokens ?? []).flatMap((token) => this.inline(token as Tokens.Generic, depth));
  }

  private mistake(token: Token, message: string): void {
    const lead = this.raw.slice(0, Math.max(0, this.raw.indexOf(token.raw)));
    this.mistakes.push({ line: this.line + lead.split('\n').length - 1, message });
  }

  private blocks(tokens: readonly Token[] | undefined, depth: number): Block[] {
    if (depth > nestingMax) throw new TooDeep();
    return (tokens ?? []).flatMap((token) => this.block(token, depth));
  }

  private block(given: Token, depth: number): Block[] {
    const token = given as Tokens.Generic;
    switch (token.type) {
      case 'paragraph':
      case 'text':
        return [{ kind: 'paragraph', children: this.inlines(token.tokens ?? [given], depth + 1) }];
      case 'heading': {
        const { depth: wanted } = given as Tokens.Heading;
        if (wanted < 3)
          this.mistake(given, 'this heading has to be written as ## or ### on a line');
        const children = this.inlines(token.tokens, depth + 1);
        return [{ kind: 'heading', depth: Math.max(3, wanted), children }];
      }
      case 'code': {
        const { lang, text } = given as Tokens.Code;
        return [{ kind: 'code', language: lang?.split(/\s/)[0] ?? '', text }];
      }
      case 'blockquote':
        return [{ kind: 'quote', blocks: this.blocks(token.tokens, depth + 1) }];
      case 'list': {
        const { items, ordered, start } = given as Tokens.List;
        return [
          {
            kind: 'list',
            start: ordered ? Number(start) || 0 : null,
            items: items.map((item) => this.blocks(item.tokens, depth + 1)),
          },
        ];
      }
      case 'table': {
        const { header, rows } = given as Tokens.Table;
        const cell = ({ tokens }: Tokens.TableCell) => this.inlines(tokens, depth + 1);
        return [
          { kind: 'table', header: header.map(cell), rows: rows.map((row) => row.map(cell)) },
        ];
      }
      case 'hr':
        return [{ kind: 'rule' }];
      case 'html':
        return this.html(token.raw);
      default:
        return [];
    }
  }

  // An author's comment is for authors; everything else in angle brackets is shown as it stands.
  private html(raw: string): Block[] {
    const text = raw.replace(/<!--.*?-->/gs, '').trim();
    return text === '' ? [] : [{ kind: 'paragraph', children: [{ kind: 'text', text }] }];
  }

  private inline(token: Tokens.Generic, depth: number): Inline[] {
    switch (token.type) {
      case 'text':
        if (token.tokens) return this.inlines(token.tokens, depth + 1);
        return [{ kind: 'text', text: decodeEntities((token as Tokens.Text).text) }];
      case 'escape':
        return [{ kind: 'text', text: (token as Tokens.Escape).text }];
      case 'codespan':
        return [{ kind: 'code', text: (token as Tokens.Codespan).text }];
      case 'strong':
      case 'em':
      case 'del':
        return [{ kind: token.type, children: this.inlines(token.tokens, depth + 1) }];
      case 'br':
        return [{ kind: 'break' }];
      case 'link':
      case 'image':
        return this.link(token as Tokens.Link, depth);
      case 'html':
        return token.raw.startsWith('<!--') ? [] : [{ kind: 'text', text: token.raw }];
      // A check box of a list: the character that says the same.
      case 'checkbox':
        return [{ kind: 'text', text: (token as Tokens.Checkbox).checked ? '☑ ' : '☐ ' }];
      default:
        return [{ kind: 'text', text: token.raw }];
    }
  }

  private link(token: Tokens.Link | Tokens.Image, depth: number): Inline[] {
    const children: Inline[] =
      token.type === 'image'
        ? [{ kind: 'text', text: decodeEntities(token.text) || token.href }]
        : this.inlines(token.tokens, depth + 1);
    const href = safeHref(token.href);
    if (href !== null) return [{ kind: 'link', href, children }];
    this.mistake(
      token,
      'this link leads to a place that is neither the web, mail nor beside the lab',
    );
    return children;
  }
}

interface Read<T> {
  readonly value: T;
  readonly mistakes: readonly Mistake[];
}

function reading<T>(text: string, line: number, empty: T, read: (reader: Reader) => T): Read<T> {
  const beyond = beyondBounds(text, line);
  if (beyond) return { value: empty, mistakes: [beyond] };
  const reader = new Reader(line);
  try {
    return { value: read(reader), mistakes: reader.mistakes };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    const message = `this text nests deeper than ${nestingMax}`;
    return { value: empty, mistakes: [{ line: reader.line, message }] };
  }
}

/** readProse reads Markdown that begins at this line of the lab. */
export function readProse(text: string, line: number): Read<Prose> {
  return reading<Prose>(text, line, [], (reader) => reader.top(new Lexer({ gfm: true }).lex(text)));
}

/** readInline reads one line of Markdown. */
export function readInline(text: string, line: number): Read<readonly Inline[]> {
  return reading<readonly Inline[]>(text, line, [], (reader) =>
    reader.inlines(new Lexer({ gfm: true }).inlineTokens(text), 0),
  );
}
