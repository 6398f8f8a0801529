import mercurius from 'mercurius';

const { ErrorWithProps } = mercurius;

/** The error that refuses a query before it is executed, with the HTTP status that it is answered with. */
export function queryRefusal(message: string, extensions: { code: string; [more: string]: unknown }, status = 400) {
  return new ErrorWithProps(message, extensions, status);
}
