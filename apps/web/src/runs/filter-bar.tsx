import './filter-bar.css';
import { FilterText } from './filter-text.js';
import { isEmpty, RUN_STATUSES, TEXT_FIELDS, type Period, type RunFilter, type TextField } from './run-filter.js';

const TEXT_TITLES: Record<TextField, string> = {
  name: 'Playbook',
  host: 'Host',
  user: 'User',
  controller: 'Controller',
  label: 'Label',
};

const PERIOD_TITLES: Record<Period, string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

interface Props {
  filter: RunFilter;
  onChange: (filter: RunFilter) => void;
}

export function FilterBar({ filter, onChange }: Props) {
  const without = <Key extends keyof RunFilter>(key: Key): Omit<RunFilter, Key> => {
    const { [key]: _left, ...rest } = filter;
    return rest;
  };
  const setText = (field: TextField, text: string) =>
    onChange({ ...without(field), ...(text !== '' && { [field]: text }) });

  return (
    <search className="filter-bar">
      <fieldset className="filter-statuses">
        <legend>Status</legend>
        {RUN_STATUSES.map((status) => (
          <label key={status} className="toggle">
            <input
              type="checkbox"
              checked={filter.status.includes(status)}
              onChange={({ target }) =>
                onChange({
                  ...filter,
                  status: RUN_STATUSES.filter((one) => (one === status ? target.checked : filter.status.includes(one))),
                })
              }
            />
            {status}
          </label>
        ))}
      </fieldset>
      {TEXT_FIELDS.map((field) => (
        <FilterText
          key={field}
          title={TEXT_TITLES[field]}
          hint={field === 'name' ? 'part of it' : 'exact'}
          value={filter[field] ?? ''}
          onChange={(text) => setText(field, text)}
        />
      ))}
      <label className="field">
        <span>Check mode</span>
        <select
          value={filter.check ?? ''}
          onChange={({ target: { value } }) =>
            onChange({ ...without('check'), ...((value === 'only' || value === 'without') && { check: value }) })
          }
        >
          <option value="">Either</option>
          <option value="only">Only</option>
          <option value="without">Without</option>
        </select>
      </label>
      <label className="field">
        <span>Started</span>
        <select
          value={filter.since ?? ''}
          onChange={({ target: { value } }) =>
            onChange({ ...without('since'), ...(value !== '' && { since: value as Period }) })
          }
        >
          <option value="">Any time</option>
          {Object.entries(PERIOD_TITLES).map(([period, title]) => (
            <option key={period} value={period}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className="quiet" disabled={isEmpty(filter)} onClick={() => onChange({ status: [] })}>
        Clear
      </button>
    </search>
  );
}
