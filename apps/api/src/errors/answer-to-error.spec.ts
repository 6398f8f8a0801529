import { NotFoundException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { answerToError } from './answer-to-error.js';
import { BadInputError } from './bad-input.error.js';
import { UploadRefused } from './upload-refused.js';

const failed = (code: string) => new QueryFailedError('SELECT 1', [], Object.assign(new Error('no'), { code }));

describe('answerToError', () => {
  it.each<[string, unknown, object]>([
    ['a refused upload', new UploadRefused(503, 'busy', 'Later.', 1), { status: 503, code: 'busy', retryAfter: 1 }],
    ['nothing there', new NotFoundException('Nothing.'), { status: 404, code: 'not_found', message: 'Nothing.' }],
    [
      'a body over the limit',
      Object.assign(new Error('too large'), { statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
      { status: 413, code: 'batch_too_large' },
    ],
    ['a body that does not fit', new BadInputError('No.'), { status: 400, code: 'bad_user_input', message: 'No.' }],
    ['a value that is no time', failed('22007'), { status: 400, code: 'bad_user_input' }],
    ['a statement that took too long', failed('57014'), { status: 503, code: 'too_slow' }],
    ['a stopping Postgres', failed('57P01'), { status: 503, code: 'unavailable', retryAfter: 5 }],
    ['too many connections', failed('53300'), { status: 503, code: 'unavailable' }],
    ['a full disk', failed('53100'), { status: 503, code: 'unavailable' }],
    ['a Postgres that is away', Object.assign(new Error(''), { code: 'ECONNREFUSED' }), { status: 503 }],
    [
      'a bug',
      new TypeError('x is undefined'),
      { status: 500, code: 'internal', message: expect.not.stringContaining('x') },
    ],
    ['our bad SQL', failed('42P01'), { status: 500, code: 'internal' }],
  ])('%s', (_name, error, answer) => {
    expect(answerToError(error)).toMatchObject(answer);
  });
});
