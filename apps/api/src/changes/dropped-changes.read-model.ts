import { Injectable } from '@nestjs/common';
import { ScopedDatabase } from '../access/scoped-database.js';
import { ChangesQuery } from './changes-query.js';
import { ChangeOrder, type ChangeFilter } from './changes.args.js';
import { DroppedChanges } from './dropped-changes.type.js';

@Injectable()
export class DroppedChangesReadModel {
  constructor(private readonly database: ScopedDatabase) {}

  async find(filter: ChangeFilter | null | undefined): Promise<DroppedChanges | null> {
    const { text, values } = new ChangesQuery(filter ?? {}, ChangeOrder.newest).dropped();
    const [dropped] = await this.database.query<DroppedChanges[]>(text, values);
    return dropped === undefined || dropped.runs === 0 ? null : dropped;
  }
}
