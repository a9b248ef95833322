// Written by scripts/generate.mjs; do not edit.

export const roles = {
  "caller": "predict on named models",
  "viewer": "read all but audit and people",
  "scientist": "viewer + register, experiments, jobs, deploy in research, predict, own tokens up to own role",
  "data_owner": "viewer + datasets and their grants",
  "approver": "viewer + decide",
  "tenant_admin": "viewer + people, roles and tokens up to own, audit",
  "auditor": "read all, change nothing, no predict",
  "operator": "tenants, teams, quotas, system, a tenant's first people and tokens; nothing of its data"
} as const;

export type RoleName = keyof typeof roles;
export type Cell = 'allow' | 'own' | 'named' | 'deny';

export const matrix: Record<string, { scope: string; cells: Record<RoleName, Cell> }> = {
  "self.read": {
    "scope": "self",
    "cells": {
      "caller": "allow",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "self.session": {
    "scope": "self",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "self.preferences": {
    "scope": "self",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "self.stream": {
    "scope": "self",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "sign_in_links.create": {
    "scope": "self",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "tenants.create": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "tenants.list": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "tenants.get": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "tenants.update": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "teams.create": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "teams.list": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "environments.list": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "principals.create": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "principals.list": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "tokens.create": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "own",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "tokens.list": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "own",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "tokens.revoke": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "own",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "subjects.create": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "subjects.list": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "subjects.delete": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "quotas.get": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "quotas.update": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "audit.list": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "audit.verify": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "allow"
    }
  },
  "models.register": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "allow",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "models.list": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "models.get": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "models.download": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "models.describe": {
    "scope": "tenant",
    "cells": {
      "caller": "named",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "deployments.list": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "deployments.get": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "allow",
      "scientist": "allow",
      "data_owner": "allow",
      "approver": "allow",
      "tenant_admin": "allow",
      "auditor": "allow",
      "operator": "deny"
    }
  },
  "deployments.create": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "allow",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "deployments.rollback": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "allow",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "deployments.stop": {
    "scope": "tenant",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "allow",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "predict": {
    "scope": "tenant",
    "cells": {
      "caller": "named",
      "viewer": "deny",
      "scientist": "allow",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "deny"
    }
  },
  "metrics.read": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  },
  "system.read": {
    "scope": "house",
    "cells": {
      "caller": "deny",
      "viewer": "deny",
      "scientist": "deny",
      "data_owner": "deny",
      "approver": "deny",
      "tenant_admin": "deny",
      "auditor": "deny",
      "operator": "allow"
    }
  }
};

/** What an operator may do in a tenant of others. */
export const operatorCrosses: ReadonlySet<string> = new Set(["tenants.get","tenants.update","principals.create","principals.list","tokens.create","tokens.list","tokens.revoke","quotas.get","quotas.update","audit.verify"]);

/** The roles that each role may give. */
export const grantable: Record<RoleName, readonly RoleName[]> = {
  "caller": [
    "caller"
  ],
  "viewer": [
    "viewer"
  ],
  "scientist": [
    "scientist",
    "viewer",
    "caller"
  ],
  "data_owner": [
    "data_owner",
    "viewer"
  ],
  "approver": [
    "approver",
    "viewer"
  ],
  "auditor": [
    "auditor",
    "viewer"
  ],
  "tenant_admin": [
    "tenant_admin",
    "auditor",
    "approver",
    "data_owner",
    "scientist",
    "viewer",
    "caller"
  ],
  "operator": [
    "operator",
    "tenant_admin",
    "auditor",
    "approver",
    "data_owner",
    "scientist",
    "viewer",
    "caller"
  ]
};
