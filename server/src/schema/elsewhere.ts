import { getAt, isList, isMap } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { own } from './bundle.ts';
import type { Catalog } from './catalog.ts';
import { chosen, placeAt } from './navigate.ts';
import type { JsonSchema } from './types.ts';

/** A value and its schema. */
interface Subject {
  readonly value: Json;
  readonly root: JsonSchema;
  readonly catalog: Catalog;
}

/**
 * The nearest object that could have a property which the object at a route cannot: its own children first, then each object around it
 * and that one's children. It is there already and does not have the property yet.
 */
export function objectWith(property: string, at: Route, subject: Subject): Route | undefined {
  for (let length = at.length; length >= 0; length -= 1) {
    const around = at.slice(0, length);
    const near = length === at.length ? childrenOf(around, subject.value) : [around, ...childrenOf(around, subject.value)];
    const found = near.find((route) => couldHave(property, route, subject));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The objects right below a place; the only item of a list stands for the list. The status is nobody's to write. */
function childrenOf(route: Route, root: Json): Route[] {
  const value = getAt(root, route);
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (key === 'status' && route.length === 0) return [];
    if (isMap(child)) return [[...route, key]];
    return isList(child) && child.length === 1 && isMap(child[0]) ? [[...route, key, 0]] : [];
  });
}

function couldHave(property: string, route: Route, { value, root, catalog }: Subject): boolean {
  const object = getAt(value, route);
  if (!isMap(object) || Object.hasOwn(object, property)) return false;
  const schema = placeAt(root, catalog, route, value)?.schema;
  return schema !== undefined && own(chosen(schema, catalog, object).properties, property) !== undefined;
}
