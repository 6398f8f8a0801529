import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// First, so that the styles of the features come after it.
import '../../style/base.css';
import { GraphiqlPage } from './graphiql-page.js';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <GraphiqlPage />
  </StrictMode>,
);
