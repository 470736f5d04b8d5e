// The order in which package variables get their initial values: by dependency, then by source
// order. Functions are only links in the chain and are cut out of the graph first.
#include <algorithm>
#include <set>

#include "golang/types/checker.h"

namespace gopark::types {

namespace {

struct GraphNode {
  Object* obj;
  // Consumers and dependencies, in source order for repeatable results.
  struct ByOrder {
    bool operator()(const GraphNode* a, const GraphNode* b) const {
      return a->obj->order < b->obj->order;
    }
  };
  using Set = std::set<GraphNode*, ByOrder>;
  Set pred, succ;
  size_t pending = 0;
  bool done = false;
};

// before() reports whether x is to be emitted before y.
bool before(const GraphNode* x, const GraphNode* y) {
  bool xConst = x->obj->kind == ObjectKind::Const, yConst = y->obj->kind == ObjectKind::Const;
  if (xConst != yConst) return xConst;
  if (x->pending != y->pending) return x->pending < y->pending;
  return x->obj->order < y->obj->order;
}

}  // namespace

// bodiesForInit() checks the bodies of the functions that initial values refer to, directly or
// through others: what they refer to in turn decides the order. Bodies nobody refers to have no say
// in it.
void Checker::bodiesForInit() {
  std::vector<Object*> reached;
  std::unordered_set<Object*> seen;
  for (Object* o : objects_) {
    if (o->kind == ObjectKind::Var && seen.insert(o).second) reached.push_back(o);
  }
  for (size_t i = 0; i < reached.size(); i++) {
    auto* f = objectCast<Func>(reached[i]);
    if (f && f->info && f->info->checker) postponedBody(f->info);
    for (Object* d : declOf_.at(reached[i])->deps) {
      if (seen.insert(d).second) reached.push_back(d);
    }
  }
  completeTypes();
}

void Checker::initOrder() {
  std::unordered_map<Object*, std::unique_ptr<GraphNode>> nodes;
  std::vector<GraphNode*> values, funcs;
  for (Object* o : objects_) {
    if (!o->isDependency) continue;
    auto node = std::make_unique<GraphNode>();
    node->obj = o;
    (o->kind == ObjectKind::Func ? funcs : values).push_back(node.get());
    nodes[o] = std::move(node);
  }
  for (Object* o : objects_) {
    if (!o->isDependency) continue;
    for (Object* d : declOf_[o]->deps) {
      auto it = nodes.find(d);
      if (it == nodes.end()) continue;
      nodes[o]->succ.insert(it->second.get());
      it->second->pred.insert(nodes[o].get());
    }
  }
  // Cheap functions first: cutting one out multiplies its neighbours' edges.
  std::stable_sort(funcs.begin(), funcs.end(), [](GraphNode* a, GraphNode* b) {
    return a->pred.size() * a->succ.size() < b->pred.size() * b->succ.size();
  });
  for (GraphNode* n : funcs) {
    for (GraphNode* p : n->pred) {
      if (p == n) continue;
      for (GraphNode* s : n->succ) {
        if (s == n) continue;
        p->succ.insert(s);
        s->pred.insert(p);
      }
      p->succ.erase(n);
    }
    for (GraphNode* s : n->succ) s->pred.erase(n);
  }

  auto order = [](GraphNode* a, GraphNode* b) { return before(a, b); };
  std::set<GraphNode*, decltype(order)> queue(order);
  for (GraphNode* n : values) {
    n->pending = n->succ.size();
    queue.insert(n);
  }
  std::set<DeclInfo*> emitted;
  while (!queue.empty()) {
    GraphNode* n = *queue.begin();
    queue.erase(queue.begin());
    n->done = true;
    if (n->pending > 0) {
      // A cycle, or a node that depends on one.
      std::set<Object*> seen;
      std::vector<Object*> cycle;
      std::function<bool(Object*)> find = [&](Object* from) {
        if (!seen.insert(from).second) return false;
        std::vector<Object*> deps = declOf_[from]->deps;
        std::sort(deps.begin(), deps.end(),
                  [](Object* a, Object* b) { return a->order < b->order; });
        for (Object* d : deps) {
          if (d == n->obj || find(d)) {
            cycle.push_back(d);
            return true;
          }
        }
        return false;
      };
      if (find(n->obj)) reportInitCycle(cycle);
    }
    for (GraphNode* p : n->pred) {
      if (p->done) {
        if (p != n && p->pending > 0) p->pending--;
        continue;
      }
      queue.erase(p);
      if (p->pending > 0) p->pending--;
      queue.insert(p);
    }
    auto* v = objectCast<Var>(n->obj);
    DeclInfo* d = v ? declOf_[v] : nullptr;
    if (!d || !d->init || !emitted.insert(d).second) continue;
    pkg_->initOrder.push_back({d->lhs.empty() ? std::vector<Var*>{v} : d->lhs, d->init, d->func});
  }
}

void Checker::reportInitCycle(const std::vector<Object*>& cycle) {
  Object* o = cycle[0];
  if (cycle.size() == 1) {
    errorf(o, "initialization cycle: %s refers to itself", o->name);
    return;
  }
  Report r;
  addf(&r, o, "initialization cycle for %s", o->name);
  for (size_t i = cycle.size(); i-- > 0;) {
    addf(&r, o, "%s refers to %s", o->name, cycle[i]->name);
    o = cycle[i];
  }
  report(r);
}

}  // namespace gopark::types
