import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** `(func (export "count") (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))` */
const COUNT = [
  '0061736d01000000', // WebAssembly 1
  '010501 60017f00', // a function type
  '03020100', // a function
  '07090105 636f756e74 0000', // its name
  '0a10010e00 0340 2000 4101 6b 2200 0d00 0b 0b', // what it does
]
  .join('')
  .replaceAll(' ', '');

/** Whether V8 has optimized a loop that ran long, and what the program said beside it. */
async function optimizes(before: string): Promise<{ answer: string; complaints: string }> {
  const contents = `import { compileWebAssemblyOnce } from './webAssembly';
    ${before}
    const { count } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from('${COUNT}', 'hex'))).exports;
    for (let round = 0; round < 200; round++) count(100_000);
    setTimeout(() => { count(1); console.log(new Function('f', 'return %IsTurboFanFunction(f)')(count)); }, 200);`;
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    platform: 'node',
    write: false,
  });
  const { stdout, stderr } = spawnSync(process.execPath, ['--allow-natives-syntax', '-'], {
    input: outputFiles[0]!.text,
    encoding: 'utf8',
  });
  return { answer: stdout.trim(), complaints: stderr };
}

test('V8 optimizes WebAssembly that runs long', async () => {
  expect(await optimizes('')).toEqual({ answer: 'true', complaints: '' });
});

test('and leaves it as it is where nothing is won by that, in a V8 that knows how', async () => {
  expect(await optimizes('compileWebAssemblyOnce();')).toEqual({ answer: 'false', complaints: '' });
});
