import type { FastifyRequest } from 'fastify';
import {
  execute,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  OperationTypeNode,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { writeJson } from '#exact-json';
import type { FormatGraphqlErrors } from '../../errors/format-graphql-errors.js';
import { QueryRefusal } from '../../errors/query-refusal.js';
import { MAX_ANSWER_BYTES } from '../../gate/limits/answer-budget.js';
import { AnswerContext } from '../../gate/limits/answer-context.js';
import type { AnswerPlaces } from '../../gate/limits/answer-places.js';
import { ownTurn } from '../../gate/limits/own-turn.js';
import { MAX_COST, queryCost } from '../../gate/limits/query-cost.js';
import { MAX_MISTAKES } from '../../gate/limits/query-limits.js';
import { principalKey } from '../../gate/permissions/permissions.js';
import { principal } from '../../gate/permissions/principal.js';
import type { Documents } from './documents.js';
import { readQuestion, type Question } from './read-question.js';

const METHOD_NOT_ALLOWED = 405;
const MISTAKES = { maxErrors: MAX_MISTAKES };

export interface Answering {
  schema: GraphQLSchema;
  documents: Documents;
  places: AnswerPlaces;
  formatErrors: FormatGraphqlErrors;
}

/** Answers a question: reads its text, weighs it, waits for its place, executes it. Throws QueryRefusal. */
export async function answerQuestion(answering: Answering, request: FastifyRequest): Promise<string> {
  const question = readQuestion(request);
  // To read, check and weigh a text may take as long as to answer one.
  await ownTurn();
  const document = answering.documents.read(question.text);
  const operation = operationOf(document, question, request.method);
  requireVariables(answering.schema, operation, question);
  const context = new AnswerContext(answering.places, principalKey(principal()));
  await context.enter(affordableCost(answering.schema, document, question));
  try {
    return await executed(answering, document, question, context);
  } finally {
    context.leave();
  }
}

function operationOf(document: DocumentNode, { operationName }: Question, method: string): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    const message =
      'The document does not contain this operation, or contains several. Choose one with "operationName".';
    throw QueryRefusal.of(message, { code: 'BAD_USER_INPUT' });
  }
  if (method === 'POST' || operation.operation === OperationTypeNode.QUERY) return operation;
  throw QueryRefusal.of('Send mutations with POST.', { code: 'METHOD_NOT_ALLOWED' }, METHOD_NOT_ALLOWED);
}

/** Before they are counted with: what they cost, nobody knows of those that do not fit. */
function requireVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, { variables }: Question): void {
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, MISTAKES);
  if (errors !== undefined) throw new QueryRefusal(errors);
}

function affordableCost(schema: GraphQLSchema, document: DocumentNode, question: Question): number {
  const cost = costOrRefusal(() => queryCost(schema, document, question));
  if (cost <= MAX_COST) return cost;
  const advice = 'request fewer objects at once ("first"), fewer of their lists, or fewer fields.';
  const message = `This query costs up to ${cost}, but at most ${MAX_COST} is allowed: ${advice}`;
  throw QueryRefusal.of(message, { code: 'QUERY_TOO_COSTLY', requestedCost: cost, allowedCost: MAX_COST });
}

/** A document that opens into more than can be counted is refused for that. */
function costOrRefusal(count: () => number): number {
  try {
    return count();
  } catch (error) {
    if (error instanceof GraphQLError) throw QueryRefusal.of(error.message, { code: 'QUERY_TOO_COSTLY' });
    throw error;
  }
}

async function executed(
  { schema, formatErrors }: Answering,
  document: DocumentNode,
  { operationName, variables: variableValues }: Question,
  contextValue: AnswerContext,
): Promise<string> {
  const result = await execute({ schema, document, contextValue, operationName, variableValues });
  if (contextValue.refusal !== null) throw contextValue.refusal;
  if (contextValue.budget.isSpent) {
    const most = `${MAX_ANSWER_BYTES / 1024 / 1024} MiB`;
    throw tooLarge(`The answer would exceed ${most}, or be made of twice as much`);
  }
  await ownTurn();
  return asText(inOrder(result, formatErrors));
}

function asText(answer: object): string {
  try {
    return writeJson(answer);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooLarge('A value in the answer is nested too deeply');
  }
}

/** What a mutation does is done by then. */
function tooLarge(why: string): QueryRefusal {
  const advice = 'request fewer results at once, or fewer fields. A mutation has already taken effect.';
  return QueryRefusal.of(`${why}: ${advice}`, { code: 'ANSWER_TOO_LARGE' });
}

function inOrder({ data, errors }: ExecutionResult, formatErrors: FormatGraphqlErrors) {
  return errors === undefined ? { data } : { data, errors: formatErrors(errors) };
}
