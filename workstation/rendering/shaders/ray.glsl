// Where a ray from q along d (volume coordinates a step) is inside the volume: (first, last) in steps; first > last when never.
vec2 ray_inside(vec3 q, vec3 d)
{
  vec3 away = mix(d, vec3(1e-9), lessThan(abs(d), vec3(1e-9)));
  vec3 a = (box_low - q) / away, b = (box_high - q) / away;
  vec3 near = min(a, b), far = max(a, b);
  return vec2(max(near.x, max(near.y, near.z)), min(far.x, min(far.y, far.z)));
}
