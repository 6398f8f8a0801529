/** What an object of a GraphQL type is made of: its fields, enums as Postgres writes them. */
type FieldsOf<Node> = {
  [Name in keyof Node as Name extends 'nodeType' ? never : Name]: Written<Node[Name]>;
};

type Written<Value> = Value extends string
  ? `${Value}`
  : Value extends (infer Item)[]
    ? readonly Written<Item>[]
    : Value;

/** An object of a GraphQL type. A field that lacks, or has another type, does not compile. */
export function objectOf<Node extends object>(type: new () => Node, fields: FieldsOf<Node>): Node {
  return Object.assign(new type(), fields);
}
