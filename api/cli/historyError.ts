/** What git histories are refused for, in the words of the command line. */
import { HistoryError, type HistoryErrorCode } from '#scoring/training/gitProcess.ts';
import { type CliErrorCode, cliError } from './cliError.ts';

const codes: Readonly<Record<HistoryErrorCode, CliErrorCode>> = {
  noRepository: 'cli.noRepository',
  emptyHistory: 'cli.emptyHistory',
  shallowHistory: 'cli.shallowHistory',
  gitFailed: 'cli.gitFailed',
};

/** `error` as the command line words it, where it is about a history; else as it is. */
export const historyError = (error: unknown): unknown =>
  error instanceof HistoryError ? cliError(codes[error.code], error.message) : error;
