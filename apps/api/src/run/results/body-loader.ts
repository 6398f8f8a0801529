import { Injectable } from '@nestjs/common';
import type { AnswerContext } from '../../gate/limits/answer-context.js';
import { RequestLoader } from '../../graphql/relay/request-loader.js';
import { ResultBodies } from './result-bodies.js';
import { byRun, toResultKey } from './result-key.js';

/** The bodies of the results of a list, by result key. */
@Injectable()
export class BodyLoader extends RequestLoader<Record<string, unknown>> {
  constructor(bodies: ResultBodies) {
    super(async (keys, request) => {
      const context = request as AnswerContext;
      await context.enterForBodies();
      const found = new Map<string, Record<string, unknown>>();
      for (const [runId, seqs] of byRun(keys)) {
        for (const [seq, body] of await bodies.read(runId, seqs, context.budget))
          found.set(toResultKey(runId, seq), body);
      }
      return found;
    });
  }
}
