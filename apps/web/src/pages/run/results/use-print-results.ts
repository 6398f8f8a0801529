import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../../../kit/graphql/use-graphql.js';
import { resultsQuery, type ResultsFilter } from './ask-results.js';

const AT_ONCE = 4;

export interface PrintAction {
  /** How much of it is loaded, from 0 to 1; null while nothing is to be printed. */
  part: number | null;
  error: string | null;
  /** Loads what is to be printed, and prints; while it loads, breaks that off. */
  press: () => void;
}

/** Printing a list that asks for its rows as one scrolls: all rows must have come before the paper does. */
export function usePrintResults(run: string, questions: () => ResultsFilter[]): PrintAction {
  const client = useQueryClient();
  const [part, setPart] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  /** The loading that is under way: one that is no longer it has been broken off. */
  const current = useRef<symbol | null>(null);
  useEffect(
    () => () => {
      current.current = null;
    },
    [],
  );

  const load = async () => {
    const mine = (current.current = Symbol('a loading'));
    const isMine = () => current.current === mine;
    setError(null);
    setPart(0);
    const asked = questions();
    const waiting = asked.values();
    let done = 0;
    const work = async () => {
      for (const filter of waiting) {
        await client.query(resultsQuery(run, filter));
        if (!isMine()) return;
        done += 1;
        setPart(done / asked.length);
      }
    };
    const failure = await Promise.all(Array.from({ length: AT_ONCE }, work)).then(
      () => null,
      (reason: unknown) => sentenceOf(reason),
    );
    if (!isMine()) return;
    current.current = null;
    setPart(null);
    if (failure === null) window.print();
    else setError(failure);
  };
  const press = () => {
    if (current.current === null) return void load();
    current.current = null;
    setPart(null);
  };
  return { part, error, press };
}
