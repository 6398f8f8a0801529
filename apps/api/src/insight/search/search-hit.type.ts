import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';
import { DateTimeScalar } from '../../graphql/relay/date-time.scalar.js';

export enum SearchType {
  run = 'run',
  task = 'task',
  host = 'host',
  service = 'service',
  failure = 'failure',
}

registerEnumType(SearchType, {
  name: 'SearchType',
  description: 'Kinds of search results.',
  valuesMap: {
    run: {
      description:
        'A run, by its playbook or ad-hoc command, services, releases, image tags, environment, action, users, ' +
        'controller, commit, tags, labels, limit, inventory or uuid.',
    },
    task: { description: 'A task, by its name.' },
    host: { description: 'A host, by its name.' },
    service: { description: 'A service, by its name.' },
    failure: { description: 'A failed or unreachable result, by its message.' },
  },
});

export enum SearchMatch {
  exact = 'exact',
  prefix = 'prefix',
  word = 'word',
  part = 'part',
}

registerEnumType(SearchMatch, {
  name: 'SearchMatch',
  description: 'How a text matched, best first.',
  valuesMap: {
    exact: { description: 'The text, or one of the values of a run, equals the search.' },
    prefix: { description: 'The text, or one of the values of a run, starts with the search.' },
    word: { description: 'Every term starts a word in it.' },
    part: { description: 'Every term occurs somewhere in it.' },
  },
});

@ObjectType({ description: 'A part of a text.' })
export class ExcerptPart {
  @Field({ description: 'The text.' })
  text!: string;

  @Field({ description: 'Whether it matches the search and should be highlighted.' })
  matched!: boolean;
}

@ObjectType({ description: 'A search result.' })
export class SearchHit {
  @Field(() => SearchType, { description: 'Its details.' })
  type!: SearchType;

  @Field({ description: 'Its title.' })
  title!: string;

  @Field(() => SearchMatch, { description: 'How it matched.' })
  match!: SearchMatch;

  @Field(() => [ExcerptPart], { description: 'The text or an excerpt of it, split into parts to highlight the match.' })
  excerpt!: ExcerptPart[];

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a run started or a failure occurred.' })
  at!: Date | null;

  /** What names it: a name, a uuid, or the key of a result. */
  key!: string;
}

/** Without `totalCount`: to count what a common word finds would cost more than to find it. */
export const SearchHits = connectionOf(SearchHit).type;
