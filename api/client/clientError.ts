/** What a client throws: a stable code, its sentence, and which part is meant. */
export class ClientError extends Error {
  /** `module.code`; `client.unreachable` where no answer came, `client.timeout` where a receipt did not come in time. */
  readonly code: string;
  /** One sentence with a full stop. */
  readonly title: string;
  readonly detail: string;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor(code: string, title: string, detail = '', status = 0) {
    super(detail === '' ? title : `${title} ${detail}`);
    this.name = 'ClientError';
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.status = status;
  }
}
