// What the site's files say of security: the same policy as a header and in the page, and no script
// in the page that it would forbid. When it fails look at public/_headers and web/index.html.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { read, root } from './sources';

interface StaticServer {
  readonly siteHeaders: (text: string) => readonly (readonly [name: string, value: string])[];
}

const server = (await import(
  pathToFileURL(join(root, 'scripts/lib/static_server.mjs')).href
)) as StaticServer;
const headers = new Map(server.siteHeaders(read('public/_headers')));
const page = read('web/index.html');

describe('the headers of the site', () => {
  it('isolate the page, so that it may share memory', () => {
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  });

  it('forbid scripts that are not files of the site, in the page as well', () => {
    const policy = headers.get('Content-Security-Policy') ?? '';
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1];
    expect(scripts).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy).toMatch(/^default-src 'none';/);
    expect(/http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1]).toBe(policy);
  });

  it('would let every script of the page run', () => {
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes, text] of scripts) {
      expect(attributes).toMatch(/ src="\.\//);
      expect(text?.trim()).toBe('');
    }
    expect(page).not.toMatch(/\son\w+=/);
  });
});
