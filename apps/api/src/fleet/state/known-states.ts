import type { ServiceState } from './service-state.type.js';

/** Of a service, as long as its version stands. */
export interface StatesOfService {
  version: string;
  states: readonly ServiceState[];
}

/** States take some hundred bytes each; a large cloud has some ten thousand. */
const MAX_ENVIRONMENTS = 8;

/**
 * What runs of each service now, by environment (null: in all): asked again and again by everybody who looks at a
 * cloud, while a service or two change. What is found again is as it would be read, for every change gives a service
 * another version.
 * See docs/decisions/0022-what-runs-now-is-kept-by-version.md.
 */
export class KnownStates {
  private readonly environments = new Map<string | null, Map<string, StatesOfService>>();

  /** Those of these services whose version has not changed. */
  ofThese(environment: string | null, versions: ReadonlyMap<string, string>): Map<string, StatesOfService> {
    const known = this.environments.get(environment) ?? new Map<string, StatesOfService>();
    return new Map([...known].filter(([service, { version }]) => versions.get(service) === version));
  }

  keep(environment: string | null, services: Map<string, StatesOfService>): void {
    this.environments.delete(environment);
    this.environments.set(environment, services);
    const [oldest] = this.environments.keys();
    if (this.environments.size > MAX_ENVIRONMENTS && oldest !== undefined) this.environments.delete(oldest);
  }
}
