/** A task of a service whose outcome in a run is another than before. */
export interface TouchedTask {
  service: string;
  task: string;
  action: string;
  /**
   * Real runs that changed one of its hosts as the next to run it there: their drift is judged by this run's outcome.
   */
  nextRunIds: string[];
}
