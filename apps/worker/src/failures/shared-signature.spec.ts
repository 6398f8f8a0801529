import { namesOf, type RunNames } from './run-names.js';
import { sharesSignature } from './shared-signature.js';
import { signatureOf } from './signature.js';

describe('sharesSignature', () => {
  const failed = (result: Record<string, unknown>) => signatureOf(result, ['ctl-001']).join('\n');
  let HOSTS: RunNames;
  beforeAll(async () => {
    HOSTS = await namesOf(['ctl-001', 'alderaan']);
  });

  it('finds in a success what the failure says, on another host and at another time', () => {
    const signature = failed({ msg: 'non-zero return code', rc: 1, stderr: '10:00:01 error: no answer from ctl-001' });
    expect(sharesSignature(signature, { rc: 0, stderr: 'x\n11:30:02 error: no answer from alderaan\ny' }, HOSTS)).toBe(
      true,
    );
    expect(sharesSignature(signature, { rc: 0, stderr: 'x\ny' }, HOSTS)).toBe(false);
  });

  it('wants all of it', () => {
    const signature = failed({ msg: 'deprecated: option', stderr: 'fatal: disk full' });
    expect(sharesSignature(signature, { stderr: 'deprecated: option' }, HOSTS)).toBe(false);
    expect(sharesSignature(signature, { stderr: 'deprecated: option\nfatal: disk full' }, HOSTS)).toBe(true);
  });

  it('looks into the items of a loop', () => {
    const signature = failed({ results: [{ item: 1, failed: true, msg: 'cannot pull' }] });
    expect(sharesSignature(signature, { results: [{ item: 2, msg: 'cannot pull' }] }, HOSTS)).toBe(true);
  });

  it('says that every success shares a signature that says nothing', () => {
    expect(sharesSignature(failed({ msg: 'non-zero return code', rc: 2 }), { msg: 'fine' }, HOSTS)).toBe(true);
    expect(sharesSignature('', {}, HOSTS)).toBe(true);
  });
});
