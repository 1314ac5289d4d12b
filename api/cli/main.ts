/** `npm run merit -- <group> <command>`. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { runCli } from './program.ts';

/** A reader that closes early, as `head` does, has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const progress = (text: string): boolean => process.stderr.write(`\r\u001b[K${text}`);

/** Shows the question and nothing of the answer. */
const askSecret = async (question: string): Promise<string> => {
  process.stderr.write(question);
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
};

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (line) => process.stdout.write(`${line}\n`),
  stderr: (line) => process.stderr.write(`${line}\n`),
  variables: process.env,
  ...(process.stderr.isTTY ? { progress } : {}),
  ...(process.stdin.isTTY ? { askSecret } : {}),
});
