/** `npm run merit -- <group> <command>`. */
import { runCli } from './program.ts';

/** A reader that closes early, as `head` does, has what it wanted. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const progress = (text: string): boolean => process.stderr.write(`\r\u001b[K${text}`);

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (line) => process.stdout.write(`${line}\n`),
  stderr: (line) => process.stderr.write(`${line}\n`),
  variables: process.env,
  ...(process.stderr.isTTY ? { progress } : {}),
});
