/** Writes to stdout and settles when it has been taken; a reader that has gone away (`| head`) is no error. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error && !isClosed(error) ? reject(error) : resolve()));
  });
}

/** Writes one line to stderr. */
export function complain(line: string): void {
  process.stderr.write(`ehr-schema: ${line}\n`);
}

/** Without a listener, a pipe that was closed early would end the process with a stack trace. */
export function letReadersLeave(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error) => {
      if (!isClosed(error)) throw error;
    });
}

function isClosed(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
