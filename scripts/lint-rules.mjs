/**
 * Our own rules for oxlint. Each looks at one kind of syntax.
 *
 * @typedef {object} Syntax the part of a node that is used here
 * @property {{ type: string }} [argument]
 * @property {Syntax & { type: string }} [parent]
 *
 * @typedef {{ report: (finding: { node: Syntax, message: string }) => void }} Context
 */

/**
 * A rule that forbids the nodes of one type, or those of them that a test picks.
 *
 * @param {string} type
 * @param {string} message
 * @param {(node: Syntax) => boolean} [isFault]
 */
function forbid(type, message, isFault = () => true) {
  return {
    /** @param {Context} context */
    create: (context) => ({
      /** @param {Syntax} node */
      [type]: (node) => {
        if (isFault(node)) context.report({ node, message });
      },
    }),
  };
}

/** @param {Syntax} node */
function spreadsLiteral(node) {
  return node.argument?.type === 'ObjectExpression' && node.parent?.type === 'ObjectExpression';
}

const plugin = {
  meta: { name: 'tunnelwatch' },
  rules: {
    'no-enum': forbid('TSEnumDeclaration', 'A union of literals is checked better and costs nothing at run time.'),
    'no-barrel': forbid('ExportAllDeclaration', 'No barrels: import from the module that has it.'),
    'no-grouping-spread': forbid(
      'SpreadElement',
      'Write the properties themselves: a spread of a literal only saves lines.',
      spreadsLiteral,
    ),
  },
};

export default plugin;
