import { type Kind, Refusal } from './setting.js';

/** For how many days the details of runs are kept: by label, by environment, and of all others. */
export interface RetentionRule {
  /** The runs that have this label, or worked on this environment; both null: those that no other rule names. */
  label: string | null;
  environment: string | null;
  /** null: for ever. */
  days: number | null;
}

const RULE = /^(?:(label|environment):(.+)=)?(?:([1-9]\d{0,4})d|forever)$/;

/**
 * Reads `400d, label:ci=30d, environment:testbed=90d, label:audit=forever`. The rule without a name is for the runs
 * that no other one names; without it those are kept for ever. Answers null for what is no policy.
 */
export function parseRetention(text: string): RetentionRule[] | null {
  const rules: RetentionRule[] = [];
  for (const part of text.split(',')) {
    const [whole, kind, name, days] = RULE.exec(part.trim()) ?? [];
    if (whole === undefined) return null;
    rules.push({
      label: kind === 'label' ? (name ?? null) : null,
      environment: kind === 'environment' ? (name ?? null) : null,
      days: days === undefined ? null : Number(days),
    });
  }
  const names = rules.map(({ label, environment }) => JSON.stringify([label, environment]));
  return new Set(names).size === names.length ? rules : null;
}

/** The rules as parseRetention reads them. */
export function formatRetention(rules: readonly RetentionRule[]): string {
  return rules
    .map(({ label, environment, days }) => {
      const name = label === null ? environment && `environment:${environment}` : `label:${label}`;
      const age = days === null ? 'forever' : `${days}d`;
      return name === null ? age : `${name}=${age}`;
    })
    .join(', ');
}

/** As parseRetention reads them. */
export const retentionPolicy: Kind<readonly RetentionRule[], readonly RetentionRule[]> = {
  allowed: 'rules: `DAYSd`, `label:NAME=DAYSd`, ..., with commas',
  parse: (text) =>
    parseRetention(text) ??
    new Refusal(`must be like "400d, label:ci=30d, environment:testbed=90d, label:audit=forever", not "${text}"`),
  unset: [],
};
