import { Field, GraphQLISODateTime, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../graphql/relay/connection.js';

export enum SearchType {
  run = 'run',
  task = 'task',
  host = 'host',
  service = 'service',
  failure = 'failure',
}

registerEnumType(SearchType, {
  name: 'SearchType',
  description: 'What can be found.',
  valuesMap: {
    run: {
      description:
        'A run, by its playbook, services, releases, image tags, environment, action, people, controller, commit, tags, labels, limit, inventory or uuid.',
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
  description: 'How a text matched, the best first.',
  valuesMap: {
    exact: { description: 'It is what was searched for, or one of the values of a run is.' },
    prefix: { description: 'It begins with it, or one of the values of a run does.' },
    word: { description: 'Every term begins a word in it.' },
    part: { description: 'Every term stands somewhere in it.' },
  },
});

@ObjectType({ description: 'A piece of a text.' })
export class ExcerptPart {
  @Field({ description: 'The piece.' })
  text!: string;

  @Field({ description: 'Whether it was searched for: highlight it.' })
  matched!: boolean;
}

@ObjectType({ description: 'Something that a search has found.' })
export class SearchHit {
  @Field(() => SearchType, { description: 'What it is.' })
  type!: SearchType;

  @Field({ description: 'What to call it.' })
  title!: string;

  @Field(() => SearchMatch, { description: 'How it matched.' })
  match!: SearchMatch;

  @Field(() => [ExcerptPart], { description: 'Where it matched: joined, the pieces are the text or an excerpt of it.' })
  excerpt!: ExcerptPart[];

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When a run began or a failure happened.' })
  at!: Date | null;

  /** What names it: a name, a uuid, or the key of a result. */
  key!: string;
}

/** Without `totalCount`: to count what a common word finds would cost more than to find it. */
export const SearchHits = connectionOf(SearchHit).type;
