import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { signOut, useSession } from '../../kit/session/session.js';
import { SignIn } from '../../kit/session/sign-in.js';
import { EXAMPLE } from './example.js';
import { fetchGraphql } from './fetch-graphql.js';
import './graphiql-page.css';

/** GraphiQL with what lets this tab in: to explore the schema, and to try queries before they go into a script. */
export function GraphiqlPage() {
  const { credential, refusal } = useSession();
  if (credential === null) return <SignIn refusal={refusal} />;
  return (
    <GraphiQL fetcher={fetchGraphql} defaultQuery={EXAMPLE} isHeadersEditorEnabled={false} defaultEditorToolsVisibility>
      <GraphiQL.Logo>
        <nav className="graphiql-links" aria-label="Playledger">
          <a href="../">Playledger</a>
          <button type="button" className="quiet" onClick={() => void signOut()}>
            Sign out
          </button>
        </nav>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}
