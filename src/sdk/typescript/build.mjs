// Builds the package: bundles with esbuild, types with tsc, sizes with gzip. `--test` bundles the tests instead.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const entries = { index: 'src/index.ts', 'web/index': 'src/web/index.ts', push: 'src/push.ts', sw: 'src/sw.ts', react: 'src/react.ts', server: 'src/server.ts', inbox: 'src/inbox.ts', testing: 'src/testing.ts' };
const common = { bundle: true, format: 'esm', target: 'es2022', logLevel: 'warning', external: ['react'] };

if (process.argv.includes('--test')) {
  rmSync('target/test', { recursive: true, force: true });
  const tests = readdirSync('test').filter(name => name.endsWith('.test.ts'));
  await build({ ...common, platform: 'node', sourcemap: 'inline', entryPoints: tests.map(name => `test/${name}`), outdir: 'target/test', outExtension: { '.js': '.mjs' } });
} else {
  rmSync('dist', { recursive: true, force: true });
  await build({ ...common, minify: true, splitting: true, chunkNames: 'chunks/[name]-[hash]', entryPoints: entries, outdir: 'dist' });
  execFileSync('node_modules/.bin/tsc', ['--emitDeclarationOnly'], { stdio: 'inherit' });
  // What a page loads first; what it loads when it needs it is not counted.
  const budget = { index: 5.9, 'web/index': 4.8, sw: 2, react: 0.5, inbox: 8 };
  for (const [entry, most] of Object.entries(budget)) {
    const kb = gzipSync(Buffer.concat(loaded(`dist/${entry}.js`)), { level: 9 }).length / 1000;
    console.log(`${entry}: ${kb.toFixed(2)} kB gz of ${most}`);
    if (kb > most) process.exitCode = 1;
  }
}

/** A file and all that it imports at once. */
function loaded(file, seen = new Set()) {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  const imported = [...text.matchAll(/(?:import|from)\s*"(\.[^"]+)"/g)].map(([, path]) => posix.join(posix.dirname(file), path));
  return [Buffer.from(text), ...imported.flatMap(path => loaded(path, seen))];
}
