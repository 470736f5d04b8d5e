// npm start: installs and builds what is missing or out of date, then serves the page.
//   npm start -- --port 9000 --host 0.0.0.0 --no-build
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, main, root, step } from './lib/run.mjs';
import { buildEverything, prepare } from './lib/setup.mjs';
import { serve } from './lib/static_server.mjs';

await main(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT ?? '8080' },
      host: { type: 'string', default: '127.0.0.1' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Failure(`not a port: ${values.port}`);
  }
  if (!values['no-build']) {
    await prepare();
    await buildEverything();
  }
  const { url } = await serve(join(root, 'dist'), { port, host: values.host, tries: 20 });
  step(`Gopark is at ${url} (Ctrl+C ends it)`);
});
