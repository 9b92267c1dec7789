// Loaded into the server before its own code (NODE_OPTIONS=--require): a statement that holds one of these comments does to
// PostgreSQL's parser what a hostile text might do. The server hands each text over with TextEncoder's encodeInto.
const troubles = {
  '/* hang */': () => {
    for (;;);
  },
  '/* slow */': () => {
    for (const begin = performance.now(); performance.now() - begin < 2_500; );
  },
  '/* abort */': () => {
    throw new WebAssembly.RuntimeError('unreachable');
  },
  '/* no memory */': () => {
    throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
  },
  '/* eat memory */': () => {
    const eaten = [];
    for (;;) eaten.push(new Array(2_000_000).fill(eaten));
  },
  '/* die */': () => process.exit(3),
};

const { encodeInto } = TextEncoder.prototype;
TextEncoder.prototype.encodeInto = function (text, target) {
  for (const [comment, act] of Object.entries(troubles)) if (text.includes(comment)) act();
  return encodeInto.call(this, text, target);
};
