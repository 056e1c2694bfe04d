// Holds an answer of the admin API against the API's description.
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const JSON_TYPE = 'application/json';
// What no call of the API is: the server answers for itself.
const UNMATCHED = [404, 405];

export class Checker {
  #paths;
  #responses;
  #ajv = new Ajv2020({ strictTypes: true, allowUnionTypes: true, allErrors: true });

  constructor({ paths, components }) {
    this.#paths = Object.entries(paths).map(([template, operations]) => ({
      segments: template.split('/'),
      operations,
    }));
    this.#responses = components.responses;
    formats.default(this.#ajv);
    this.#ajv.addKeyword('components');
    this.#ajv.addSchema({ $id: 'api', components });
  }

  /** The operation that the call is; nothing when it is none. */
  operation(method, path) {
    const segments = path.split('/');
    const literals = (of) => of.segments.filter((segment) => !segment.startsWith('{')).length;
    const matching = this.#paths
      .filter((of) => of.segments.length === segments.length)
      .filter((of) => of.segments.every((segment, i) => (segment.startsWith('{') ? segments[i] : segment === segments[i])))
      .sort((a, b) => literals(b) - literals(a));
    return matching[0]?.operations[method === 'HEAD' ? 'get' : method.toLowerCase()];
  }

  /** What of the value is not as its schema says, each as "<JSON path> <what is wrong>". */
  mistakes(schema, value) {
    const validate = this.#validator(schema);
    if (validate(value)) return [];
    return validate.errors.map(({ instancePath, message, params }) => {
      const more = Object.values(params).map((of) => JSON.stringify(of));
      return `${instancePath || '/'} ${message} (${more.join(', ')})`;
    });
  }

  /** What of a recorded call is not as described. */
  check({ method, path, request, status, content_type: type, body }) {
    const operation = this.operation(method, path);
    if (!operation) return UNMATCHED.includes(status) ? [] : ['no such call is described'];
    const mistakes = status < 300 ? this.#checkRequest(operation, request) : [];
    const named = operation.responses[status];
    if (!named) return [...mistakes, `the status ${status} is not described`];
    const { content } = named.$ref ? this.#responses[named.$ref.split('/').pop()] : named;
    if (!content) return body === '' ? mistakes : [...mistakes, `there is a body: ${body}`];
    const schema = content[type.split(';')[0]]?.schema;
    if (!schema) return [...mistakes, `the content type ${type || '(none)'} is not described`];
    if (method === 'HEAD') return mistakes;
    return [...mistakes, ...this.mistakes(schema, type.startsWith(JSON_TYPE) ? JSON.parse(body) : body)];
  }

  /** What was done must have been asked for as described. */
  #checkRequest({ requestBody }, request) {
    if (!requestBody || (!requestBody.required && request === '')) return [];
    return this.mistakes(requestBody.content[JSON_TYPE].schema, JSON.parse(request)).map((of) => `the request: ${of}`);
  }

  #validator(schema) {
    return schema.$ref ? this.#ajv.getSchema(`api${schema.$ref}`) : this.#ajv.compile(schema);
  }
}
