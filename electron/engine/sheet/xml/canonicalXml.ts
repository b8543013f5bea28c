import { damaged } from '../limits.ts';
import { BANG, isSpace, LT, QUESTION } from './codes.ts';
import { XmlCursor } from './cursor.ts';
import { namespaceKind, outerScope, type NamespaceKind, type Scope, type Vocabulary } from './namespaces.ts';

/** An element that is open. `alternatives`: `mc:AlternateContent`; `through`: the one of its choices that counts. */
interface OpenElement {
  readonly kind: 'element' | 'alternatives' | 'through';
  readonly name: string;
  readonly scope: Scope;
  /** Of alternatives: one was taken already. */
  taken: boolean;
}

interface Attribute {
  readonly prefix: string;
  readonly name: string;
  /** Between its quotes, with the first of them in front. */
  readonly raw: string;
}

/**
 * Turns a part, in pieces of any size, into one in which names can be taken as they are written: only elements of the
 * part's own vocabulary, without prefixes and declarations; of alternatives the first that asks for nothing else, or
 * the fallback; no foreign elements or attributes, no extension lists, no comments. `r:` is left in front of ids of
 * relationships, `xml:` in front of XML's own. For parts whose declarations rule shortcuts out; costs about as much as
 * reading what it gives.
 */
export class CanonicalXml {
  readonly #xml = new XmlCursor();
  readonly #vocabulary: Vocabulary;
  readonly #open: OpenElement[];
  /** Open elements inside one that is left out, itself included. */
  #leftOut = 0;
  #hasRoot: boolean;
  #out = '';

  /** `names`: elements of the own vocabulary that are open already, all in `scope`. */
  constructor(vocabulary: Vocabulary, scope: Scope = outerScope, names: readonly string[] = []) {
    this.#vocabulary = vocabulary;
    this.#open = names.map((name) => ({ kind: 'element', name, scope, taken: false }));
    this.#hasRoot = names.length > 0;
  }

  /** What is whole by now. Throws source-damaged and source-too-large. */
  feed(piece: Uint8Array): Buffer {
    const xml = this.#xml;
    xml.append(piece);
    this.#out = '';
    if (xml.isReady) {
      for (let at = this.#step(xml.pos); at >= 0; at = this.#step(at)) xml.pos = at;
      xml.pause();
    }
    return Buffer.from(this.#out, 'latin1');
  }

  /** The last of it, where a tag was waited for in greater and greater steps. Throws source-damaged where one is cut off. */
  end(): Buffer {
    const xml = this.#xml;
    this.#out = '';
    for (let at = this.#step(xml.pos); at >= 0; at = this.#step(at)) xml.pos = at;
    if (xml.pos < xml.end) throw damaged('xml');
    return Buffer.from(this.#out, 'latin1');
  }

  /** Over text and the tag or the like behind it; -1 where the bytes end first. */
  #step(from: number): number {
    const xml = this.#xml;
    const found = xml.bytes.subarray(from, xml.end).indexOf(LT);
    const at = found < 0 ? xml.end : from + found;
    this.#text(from, at);
    xml.pos = at;
    const next = xml.bytes[at + 1];
    if (at + 1 >= xml.end) return -1;
    if (next !== BANG && next !== QUESTION) return this.#tag(at);
    const behind = xml.misc(at);
    if (behind >= 0 && xml.cdataStart >= 0) this.#text(at, behind);
    return behind;
  }

  #text(from: number, to: number): void {
    const { bytes } = this.#xml;
    if (this.#leftOut === 0 && this.#open.length > 0) this.#out += bytes.latin1Slice(from, to);
    else if (!this.#hasRoot) for (let at = from; at < to; at += 1) if (!isSpace(bytes[at])) throw damaged('xml');
  }

  #tag(from: number): number {
    const xml = this.#xml;
    let at = xml.tag(from);
    if (at < 0) return -1;
    const { closing } = xml;
    const prefix = this.#prefix();
    const name = xml.localName();
    const attributes: Attribute[] = [];
    const declared: [string, NamespaceKind][] = [];
    for (;;) {
      at = xml.attribute(at);
      if (at < 0) return -1;
      if (xml.valueStart < 0) break;
      const own = { prefix: this.#prefix(), name: xml.localName() };
      if (own.prefix === '' && own.name === 'xmlns') declared.push(['', namespaceKind(xml.value(), this.#vocabulary)]);
      else if (own.prefix === 'xmlns') declared.push([own.name, namespaceKind(xml.value(), this.#vocabulary)]);
      else attributes.push({ ...own, raw: xml.bytes.latin1Slice(xml.valueStart - 1, xml.valueEnd) });
    }
    at = xml.leaveTag(at);
    if (at < 0) return -1;
    if (closing) this.#close();
    else this.#enter({ prefix, name, attributes, declared, selfClosed: xml.selfClosed });
    return at;
  }

  #prefix(): string {
    const { bytes, prefixStart, nameStart } = this.#xml;
    return bytes.toString('utf8', prefixStart, Math.max(prefixStart, nameStart - 1));
  }

  #close(): void {
    if (this.#leftOut > 0) {
      this.#leftOut -= 1;
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) throw damaged('xml');
    if (element.kind === 'element') this.#out += `</${element.name}>`;
  }

  #enter({ prefix, name, attributes, declared, selfClosed }: StartTag): void {
    if (this.#leftOut > 0) {
      if (!selfClosed) this.#leftOut += 1;
      return;
    }
    const parent = this.#open.at(-1);
    const outer = parent?.scope ?? outerScope;
    const scope = declared.length === 0 ? outer : new Map([...outer, ...declared]);
    const kind = this.#kindOf(scope.get(prefix) ?? 'other', name, attributes, scope, parent);
    if (!this.#hasRoot && kind === null) this.#out += '<foreign/>';
    this.#hasRoot = true;
    if (kind === 'element') this.#out += `<${latin1(name)}${written(attributes, scope)}${selfClosed ? '/>' : '>'}`;
    if (selfClosed) return;
    if (kind === null) this.#leftOut = 1;
    else this.#open.push({ kind, name: latin1(name), scope, taken: false });
  }

  /** What an element is here; null where it is left out. */
  #kindOf(kind: NamespaceKind, name: string, attributes: readonly Attribute[], scope: Scope, parent: OpenElement | undefined): OpenElement['kind'] | null {
    if (parent?.kind === 'alternatives') {
      if (parent.taken || kind !== 'compatibility') return null;
      if (name !== 'Fallback' && !(name === 'Choice' && isUnderstood(attributes, scope))) return null;
      parent.taken = true;
      return 'through';
    }
    if (kind === 'compatibility' && name === 'AlternateContent') return 'alternatives';
    return kind === 'own' && name !== 'extLst' ? 'element' : null;
  }
}

interface StartTag {
  readonly prefix: string;
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly declared: readonly (readonly [string, NamespaceKind])[];
  readonly selfClosed: boolean;
}

/** A choice counts where all namespaces that it requires are understood, and none but the own one is. */
function isUnderstood(attributes: readonly Attribute[], scope: Scope): boolean {
  const requires = attributes.find(({ prefix, name }) => prefix === '' && name === 'Requires')?.raw.slice(1).trim() ?? '';
  return requires !== '' && requires.split(/\s+/).every((prefix) => scope.get(prefix) === 'own');
}

function written(attributes: readonly Attribute[], scope: Scope): string {
  return attributes
    .map(({ prefix, name, raw }) => {
      // A default namespace is none of attributes.
      const kind = prefix === '' ? 'own' : scope.get(prefix);
      if (kind === 'xml' || kind === 'office') return ` ${kind === 'xml' ? 'xml' : 'r'}:${latin1(name)}=${raw}${raw.charAt(0)}`;
      return prefix === '' ? ` ${latin1(name)}=${raw}${raw.charAt(0)}` : '';
    })
    .join('');
}

/** The bytes of a name as the characters that they are written with. */
function latin1(name: string): string {
  return Buffer.from(name).toString('latin1');
}
