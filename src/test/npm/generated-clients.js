// Compiles what was generated, and notifies with it. Reads {generated, schema, url, key} and prints {errors, answer}.
const fs = require('fs');
const path = require('path');
const ts = require('typescript');
const openapiTypescript = require('openapi-typescript');
const { pathToFileURL } = require('url');

const { generated, contract, url, key } = JSON.parse(fs.readFileSync(0, 'utf8'));

/** Compiles the files to CommonJS beside them, and returns the compiler's complaints. */
function compile(files, extra) {
  const program = ts.createProgram(files, {
    target: ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.CommonJS,
    lib: ['lib.es2020.d.ts', 'lib.dom.d.ts'],
    strict: true,
    skipLibCheck: true,
    types: [],
    ...extra,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .concat(program.emit().diagnostics)
    .map((each) => `${each.file ? path.basename(each.file.fileName) : ''}: ${ts.flattenDiagnosticMessageText(each.messageText, ' ')}`);
}

async function fetchClient() {
  const errors = compile([path.join(generated, 'index.ts')], {});
  if (errors.length > 0) {
    return { errors };
  }
  const { Configuration, NotificationsApi } = require(path.join(generated, 'index.js'));
  const api = new NotificationsApi(new Configuration({ basePath: url, accessToken: key }));
  const made = await api.notify({ notifyRequest: { to: { user: 'ann' }, title: 'Order 8731' } });
  const read = await api.readNotification({ id: made.id });
  return { errors, answer: { id: made.id, title: read.title } };
}

/** Types a request and its answer by the schema alone. */
async function typesOnly() {
  const types = openapiTypescript.astToString(await openapiTypescript.default(pathToFileURL(contract)));
  fs.writeFileSync(path.join(generated, 'schema.d.ts'), types);
  fs.writeFileSync(
    path.join(generated, 'typed.ts'),
    `import type { components, paths } from './schema';
     type Body = NonNullable<paths['/v1/notify']['post']['requestBody']>['content']['application/json'];
     const body: Body = { to: { user: 'ann' }, title: 'Order 8731' };
     const id: components['schemas']['NotificationId'] = 'ntf_1';
     // @ts-expect-error a title is required
     const untitled: Body = { to: { user: 'ann' } };
     export default [body, id, untitled];`,
  );
  return compile([path.join(generated, 'typed.ts')], { noEmit: true });
}

(async () => {
  const client = await fetchClient();
  const types = await typesOnly();
  console.log(JSON.stringify({ ...client, types }));
})();
