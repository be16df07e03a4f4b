import { OID } from '../der/oids.ts';
import type { PolicyMapping } from './extensions.ts';

/**
 * The valid policy graph of RFC 9618, which takes the place of RFC 5280's tree: one node for each policy and depth,
 * so that its size grows with the certificates and not with the product of their policies.
 */
type Node = { readonly policy: string; expected: Set<string>; readonly parents: Set<Node> };
type Level = Map<string, Node>;

const ANY = OID.anyPolicy;

export class PolicyGraph {
  private levels: Level[] = [new Map([[ANY, { policy: ANY, expected: new Set([ANY]), parents: new Set<Node>() }]])];
  private gone = false;

  get isNull(): boolean {
    return this.gone;
  }

  /** 6.1.3 (d), (e): one level more; without policies the graph is gone. */
  descend(policies: readonly string[] | undefined, anyPolicyCounts: boolean): void {
    if (this.gone) return;
    if (policies === undefined) {
      this.gone = true;
      return;
    }
    const above = this.levels.at(-1)!;
    const level: Level = new Map();
    for (const policy of policies) if (policy !== ANY) addStated(level, above, policy);
    if (anyPolicyCounts && policies.includes(ANY)) addExpected(level, above);
    this.levels.push(level);
    this.prune();
  }

  /** 6.1.4 (b). */
  map(mappings: readonly PolicyMapping[], mappingAllowed: boolean): void {
    if (this.gone) return;
    const level = this.levels.at(-1)!;
    for (const [from, to] of grouped(mappings)) {
      const node = level.get(from);
      if (!mappingAllowed) level.delete(from);
      else if (node !== undefined) node.expected = to;
      else if (level.has(ANY)) level.set(from, { policy: from, expected: to, parents: new Set(level.get(ANY)!.parents) });
    }
    this.prune();
  }

  /** 6.1.5 (g): the policies of the path that the user accepts too. */
  userPolicies(initial: readonly string[]): ReadonlySet<string> {
    const authority = this.authorityPolicies();
    if (initial.includes(ANY)) return authority;
    if (authority.has(ANY)) return new Set(initial);
    return new Set(initial.filter((policy) => authority.has(policy)));
  }

  private authorityPolicies(): Set<string> {
    const policies = new Set<string>();
    if (this.gone) return policies;
    for (const level of this.levels.slice(1)) {
      for (const node of level.values()) if (node.policy !== ANY && [...node.parents].some((parent) => parent.policy === ANY)) policies.add(node.policy);
    }
    if (this.levels.at(-1)!.has(ANY)) policies.add(ANY);
    return policies;
  }

  /** 6.1.3 (d) (3): nodes without children go, from below to above. */
  private prune(): void {
    for (let depth = this.levels.length - 1; depth > 0; depth--) {
      const kept = new Set<Node>();
      for (const node of this.levels[depth]!.values()) for (const parent of node.parents) kept.add(parent);
      const above = this.levels[depth - 1]!;
      for (const [policy, node] of above) if (!kept.has(node)) above.delete(policy);
    }
    if (this.levels.at(-1)!.size === 0) this.gone = true;
  }
}

/** 6.1.3 (d) (1). */
function addStated(level: Level, above: Level, policy: string): void {
  const parents = [...above.values()].filter((node) => node.expected.has(policy));
  const any = above.get(ANY);
  const chosen = parents.length > 0 ? parents : any === undefined ? [] : [any];
  if (chosen.length > 0) level.set(policy, { policy, expected: new Set([policy]), parents: new Set(chosen) });
}

/** 6.1.3 (d) (2). */
function addExpected(level: Level, above: Level): void {
  const added: Level = new Map();
  for (const parent of above.values()) {
    for (const policy of parent.expected) {
      if (level.has(policy)) continue;
      const node = added.get(policy) ?? { policy, expected: new Set([policy]), parents: new Set<Node>() };
      node.parents.add(parent);
      added.set(policy, node);
    }
  }
  for (const [policy, node] of added) level.set(policy, node);
}

function grouped(mappings: readonly PolicyMapping[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { from, to } of mappings) groups.set(from, (groups.get(from) ?? new Set()).add(to));
  return groups;
}
