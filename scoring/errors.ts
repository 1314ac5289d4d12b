/** Every way in which scoring can refuse its input or distrust its model: stable codes, one sentence each. */

/** Code → sentence. Codes are never reused; the sentences are shown to people as they stand. */
export const scoringErrors = {
  'scoring.unknownKind': 'The kind of a contribution is code or document.',
  'scoring.contentTooLarge': 'The content is larger than 8 MiB.',
  'scoring.invalidText': 'The content is not well-formed UTF-8 text.',
  'scoring.notAPatch': 'The content is not a patch in the format of git or of a unified diff.',
  'scoring.malformedHunk': 'A hunk of the patch holds other lines than its header announces.',
  'scoring.overlappingHunks': 'A hunk of the patch begins before the one above it ends.',
  'scoring.fileTooLong': 'The patch changes a line beyond the millionth of a file.',
  'scoring.emptyPatch': 'The patch changes no file.',
  'scoring.unsafePath': 'The patch names a path outside the repository.',
  'scoring.tooManyFiles': 'The patch changes more than 2,000 files.',
  'scoring.tooManyLines': 'The content has more than 200,000 lines.',
  'scoring.lineTooLong': 'A line of the content is longer than 10,000 characters.',
  'scoring.emptyDocument': 'The document holds no words.',
  'scoring.notADocument': 'The content is not a text document.',
  'scoring.invalidHistory':
    'The units counted before this contribution are not a whole number of at least zero.',
  'scoring.modelUnusable': 'The model file has operations, shapes or types that scoring does not allow.',
  'scoring.modelMismatch': 'The model file and the integer tables give different scores.',
} as const;

/** A code of `scoringErrors`. */
export type ScoringErrorCode = keyof typeof scoringErrors;

/** A refusal with a stable `code`; the message is the code's sentence. */
export class ScoringError extends Error {
  readonly code: ScoringErrorCode;

  constructor(code: ScoringErrorCode) {
    super(scoringErrors[code]);
    this.name = 'ScoringError';
    this.code = code;
  }
}

const codeBySentence = new Map(
  Object.entries(scoringErrors).map(([code, sentence]) => [sentence as string, code]),
);

/**
 * The ScoringError that `error` is or was, else null. An error that crosses from a worker thread keeps its message and
 * loses its class and code; sentences are unique, so the message brings both back.
 */
export function asScoringError(error: unknown): ScoringError | null {
  if (error instanceof ScoringError) return error;
  const code = error instanceof Error ? codeBySentence.get(error.message) : undefined;
  return code === undefined ? null : new ScoringError(code as ScoringErrorCode);
}
