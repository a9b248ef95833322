// An asset, because a built workbench has some.
