import { useState, type SyntheticEvent } from 'react';
import './sign-in.css';
import { signIn } from './token.js';

export function SignIn({ refusal }: { refusal: string | null }) {
  const [token, setToken] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (token.trim() !== '') signIn(token.trim());
  };
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={submit}>
        <h1>Playledger</h1>
        <p className="muted">The ledger of your Ansible runs.</p>
        {refusal !== null && (
          <p className="notice notice-bad" role="alert">
            {refusal}
          </p>
        )}
        <label htmlFor="token">Access token</label>
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
        <p className="hint">
          The first one is in the file <code>admin-token</code> in the server’s data directory. It is kept in this tab
          until you close it or forget it.
        </p>
        <button type="submit" className="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
