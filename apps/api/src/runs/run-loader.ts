import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { RunType } from './run.type.js';
import { RunsReadModel } from './runs.read-model.js';

/** The runs that a request's objects refer to: one statement for a whole list of them. */
@Injectable()
export class RunLoader {
  private readonly loaders = new WeakMap<object, DataLoader<string, RunType | null>>();

  constructor(private readonly runs: RunsReadModel) {}

  /** `request` is the GraphQL context: what is loaded is forgotten with it. */
  load(request: object, uuid: string): Promise<RunType | null> {
    let loader = this.loaders.get(request);
    if (loader === undefined) {
      loader = new DataLoader(async (uuids) => {
        const found = new Map((await this.runs.byUuids(uuids)).map((run) => [run.uuid, run]));
        return uuids.map((wanted) => found.get(wanted) ?? null);
      });
      this.loaders.set(request, loader);
    }
    return loader.load(uuid);
  }
}
