/** A reason not to start that its reader can act on: `message` is the whole sentence, no stack is shown. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}
