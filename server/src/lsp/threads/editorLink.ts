import type { Readable, Writable } from 'node:stream';
import { type Message, StreamMessageReader } from 'vscode-languageserver/node';

/** The way to the editor: messages come in, and go out as they are or as text. */
export interface EditorLink {
  /** Calls back for each message, and when the editor is gone. */
  listen(received: (message: Message) => void, closed: () => void): void;
  send(message: Message): void;
  /** Sends a message that is JSON already. */
  sendText(text: string): void;
}

/** The way to the editor over two streams. */
export function streamLink(input: Readable, output: Writable): EditorLink {
  const sendText = (text: string): void => {
    output.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  return {
    listen(received, closed) {
      const reader = new StreamMessageReader(input);
      reader.onClose(closed);
      reader.onError(closed);
      // An editor that is gone reads no more.
      output.on('error', closed);
      reader.listen(received);
    },
    send: (message) => sendText(JSON.stringify(message)),
    sendText,
  };
}
