// A static file server for dist/: the headers of its _headers file, the right media types,
// revalidation instead of staleness, and nothing outside the folder. With `isolate` false it leaves
// out the two headers that let a page use SharedArrayBuffer, which is how most of the web would serve
// the page.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';

const types = {
  '.css': 'text/css; charset=utf-8',
  '.go': 'text/plain; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

function locate(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  const file = resolve(join(folder, normalize(path)));
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    const index = join(file, 'index.html');
    return statSync(index, { throwIfNoEntry: false })?.isFile() ? index : null;
  }
  return stat?.isFile() ? file : null;
}

const isolation = ['Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy'];

/** siteHeaders are the headers that a _headers file asks for on every path, as [name, value]. */
export function siteHeaders(text) {
  const [, block = ''] = /^\/\*\n((?:[ \t].*\n?)*)/m.exec(text) ?? [];
  return block
    .split('\n')
    .map((line) => /^\s+([A-Za-z][\w-]*):\s*(.+?)\s*$/.exec(line))
    .filter((match) => match !== null)
    .map(([, name, value]) => [name, value]);
}

function headersOf(folder, isolate) {
  const file = join(folder, '_headers');
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return [];
  const headers = siteHeaders(readFileSync(file, 'utf8'));
  return headers.filter(([name]) => isolate || !isolation.includes(name));
}

/** serve starts the server and resolves to {url, close}. Port 0 takes any free one. */
export function serve(folder, { port = 0, host = '127.0.0.1', isolate = true, tries = 1 } = {}) {
  const base = resolve(folder);
  const headers = headersOf(base, isolate);
  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'no-cache');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const file = locate(base, request.url);
    if (!file) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
      return;
    }
    const stat = statSync(file);
    const etag = `"${stat.size.toString(16)}-${Math.round(stat.mtimeMs).toString(16)}"`;
    response.setHeader('ETag', etag);
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': stat.size });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((done, fail) => {
    let left = tries;
    let next = port;
    server.on('error', (error) => {
      left -= 1;
      if (error.code !== 'EADDRINUSE' || left <= 0) return fail(error);
      next += 1;
      server.listen(next, host);
    });
    server.on('listening', () => {
      const shown = host === '0.0.0.0' ? 'localhost' : host === '127.0.0.1' ? 'localhost' : host;
      done({
        url: `http://${shown}:${server.address().port}/`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
    server.listen(next, host);
  });
}
