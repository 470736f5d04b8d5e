// The longest-path variant of Bellman and Ford's algorithm, run until nothing changes or a path
// has as many edges as there are vertices.
#include "golang/types/mono.h"

#include <algorithm>

#include "golang/types/object.h"

namespace gopark::types {

void MonoGraph::recordInstance(const Package* pkg, const std::vector<syntax::Pos>& at,
                               const std::vector<TypeParam*>& tparams,
                               const std::vector<Type*>& targs) {
  for (size_t i = 0; i < tparams.size() && i < targs.size(); i++) {
    assign(pkg, at[i], tparams[i], targs[i]);
  }
}

void MonoGraph::assign(const Package* pkg, syntax::Pos pos, TypeParam* p, Type* targ) {
  // A cycle cannot leave a package.
  if (p->obj->pkg == pkg) walk(pkg, pos, p, targ, targ);
}

void MonoGraph::walk(const Package* pkg, syntax::Pos pos, TypeParam* p, Type* targ, Type* part) {
  auto flow = [&](int from, Type* t) {
    edges_.push_back({vertex(p), from, t == targ ? 0 : 1, pos, targ});
  };
  auto go = [&](Type* t) { walk(pkg, pos, p, targ, t); };
  auto tuple = [&](Tuple* t) {
    for (size_t i = 0; i < tupleLen(t); i++) go(t->vars[i]->type);
  };
  part = unalias(part);
  switch (part->kind) {
    case TypeKind::TypeParam:
      return flow(vertex(static_cast<TypeParam*>(part)), part);
    case TypeKind::Named: {
      auto* n = static_cast<Named*>(part);
      if (int from = localVertex(pkg, n->origin); from >= 0) flow(from, n);
      for (Type* t : n->targs) go(t);
      return;
    }
    case TypeKind::Array:
      return go(static_cast<Array*>(part)->elem);
    case TypeKind::Chan:
      return go(static_cast<Chan*>(part)->elem);
    case TypeKind::Map:
      go(static_cast<Map*>(part)->key);
      return go(static_cast<Map*>(part)->elem);
    case TypeKind::Pointer:
      return go(static_cast<Pointer*>(part)->base);
    case TypeKind::Slice:
      return go(static_cast<Slice*>(part)->elem);
    case TypeKind::Interface:
      for (Func* m : typeSet(static_cast<Interface*>(part))->methods) go(m->type);
      return;
    case TypeKind::Signature:
      tuple(static_cast<Signature*>(part)->params);
      return tuple(static_cast<Signature*>(part)->results);
    case TypeKind::Struct:
      for (Var* f : static_cast<Struct*>(part)->fields) go(f->type);
      return;
    default:
      return;
  }
}

int MonoGraph::vertex(TypeParam* p) {
  if (auto it = canon_.find(p); it != canon_.end()) p = it->second;
  auto [it, inserted] = indexOf_.try_emplace(p->obj, static_cast<int>(vertices_.size()));
  if (inserted) vertices_.push_back({p->obj});
  return it->second;
}

int MonoGraph::localVertex(const Package* pkg, Named* t) {
  if (t->obj->pkg != pkg || t->outerTparams.empty()) return -1;
  auto [it, inserted] = indexOf_.try_emplace(t->obj, static_cast<int>(vertices_.size()));
  int index = it->second;
  if (inserted) {
    vertices_.push_back({t->obj});
    for (TypeParam* p : t->outerTparams) edges_.push_back({index, vertex(p), 1, t->obj->pos, p});
  }
  return index;
}

std::vector<MonoGraph::Step> MonoGraph::findLoop(TypeName** start) {
  int end = -1;
  for (bool again = true; again && end < 0;) {
    again = false;
    for (size_t i = 0; i < edges_.size(); i++) {
      const Edge& e = edges_[i];
      Vertex &from = vertices_[e.from], &to = vertices_[e.to];
      if (from.weight + e.weight <= to.weight) continue;
      to.edge = static_cast<int>(i);
      to.length = from.length + 1;
      if (to.length == static_cast<int>(vertices_.size())) {
        end = e.to;
        break;
      }
      to.weight = from.weight + e.weight;
      again = true;
    }
  }
  if (end < 0) return {};
  // Walk back from the end of the path until a vertex repeats: that one is on the cycle.
  std::vector<int> stack;
  int v = end;
  while (std::find(stack.begin(), stack.end(), v) == stack.end()) {
    stack.push_back(v);
    v = edges_[vertices_[v].edge].from;
  }
  stack.erase(stack.begin(), std::find(stack.begin(), stack.end(), v));
  *start = vertices_[v].name;
  std::vector<Step> steps;
  for (int i : stack) {
    const Edge& e = edges_[vertices_[i].edge];
    steps.push_back({vertices_[e.to].name, e.type, e.pos});
  }
  return steps;
}

}  // namespace gopark::types
