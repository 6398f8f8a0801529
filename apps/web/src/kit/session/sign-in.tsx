import { useEffect, useState, type SyntheticEvent } from 'react';
import { enterSession, signIn } from './session.js';
import { useSessionText } from './session.messages.js';
import './sign-in.css';
import { askWaysIn, signInAddress, takeRefusal, type WaysIn } from './ways-in.js';

/** Each has its sentence. */
const REFUSALS = ['expired', 'no_role', 'failed', 'unavailable', 'too_many'] as const;

export function SignIn({ refusal }: { refusal: string | null }) {
  const t = useSessionText();
  const [token, setToken] = useState('');
  const [ways, setWays] = useState<WaysIn | null>(null);
  const [cameBackWith] = useState(takeRefusal);
  const known = REFUSALS.find((each) => each === cameBackWith);
  const trouble = refusal ?? (known === undefined ? null : t(`refused_${known}`));
  useEffect(() => {
    void askWaysIn().then((found) => {
      // A session that was refused just now is not tried again.
      if (found.signedInAs !== null && trouble === null) enterSession(found.signedInAs);
      else setWays(found);
    });
  }, [trouble]);
  if (ways === null) return null;

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn(token.trim());
  };
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={submit}>
        <h1>Playledger</h1>
        <p className="muted">{t('claim')}</p>
        {trouble !== null && (
          <p className="notice notice-bad" role="alert">
            {trouble}
          </p>
        )}
        {ways.openId && (
          <>
            <a className="button primary" href={signInAddress()}>
              {t('signInOpenId')}
            </a>
            <p className="or">{t('or')}</p>
          </>
        )}
        <label htmlFor="token">{t('token')}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="current-password"
          autoFocus={!ways.openId}
          required
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <p className="hint">{t('hint')}</p>
        <button type="submit" className={ways.openId ? undefined : 'primary'}>
          {t('signIn')}
        </button>
      </form>
    </main>
  );
}
