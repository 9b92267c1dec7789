// Loaded into the server before its own code (NODE_OPTIONS=--require): on SIGUSR2 each of its threads says on stderr, as one
// line of JSON, how much of its heap is in use and what keeps it alive. The process's own figures know of one thread only.
const { writeSync } = require('node:fs');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { BroadcastChannel, isMainThread, threadId } = require('node:worker_threads');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

function tell() {
  // Twice: what finalizers let go of goes with the second.
  collect();
  collect();
  const answer = {
    thread: threadId,
    heap: process.memoryUsage().heapUsed,
    resources: process.getActiveResourcesInfo(),
  };
  writeSync(2, `${JSON.stringify(answer)}\n`);
}

const channel = new BroadcastChannel('ehr-schema-memory');
if (isMainThread)
  process.on('SIGUSR2', () => {
    tell();
    channel.postMessage('tell');
  });
else channel.onmessage = tell;
channel.unref();
