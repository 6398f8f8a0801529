import { useState, type SyntheticEvent } from 'react';
import './sign-in.css';
import { useSessionText } from './session.messages.js';
import { signIn } from './token.js';

export function SignIn({ refusal }: { refusal: string | null }) {
  const t = useSessionText();
  const [token, setToken] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn(token.trim());
  };
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={submit}>
        <h1>Playledger</h1>
        <p className="muted">{t('claim')}</p>
        {refusal !== null && (
          <p className="notice notice-bad" role="alert">
            {refusal}
          </p>
        )}
        <label htmlFor="token">{t('token')}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        <p className="hint">{t('hint')}</p>
        <button type="submit" className="primary">
          {t('signIn')}
        </button>
      </form>
    </main>
  );
}
