import sys
from checks.looking import *
import yaml
bad=0
for one in LOADED:
    c=one.check
    w=world(c.shows,c.policy)
    lines=("\n"*0+c.shows).splitlines()
    marked=[l.split("id:")[1].split("#!")[0].split(",")[0].strip() for l in lines if l.rstrip().endswith("#! "+c.code)]
    got=list(one.look(w))
    ids=sorted(g.record for g in got)
    near=list(one.look(world(c.near_miss,c.policy)))
    ok = ids==sorted(marked) and not near and marked
    bad+= not ok
    print("ok " if ok else "BAD", c.id, c.code, "" if ok else (marked, ids, [n.message for n in near]))
    for g in got: print("      ", g.record, "|", g.message)
print(bad)
