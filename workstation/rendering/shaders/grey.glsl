// A value to grey, 0 to 1: PS3.3 C.11.2.1.2.1 (LINEAR) and C.11.2.1.3.2 (LINEAR_EXACT), which differ in where their middle is and how steep
// they are, C.11.2.1.3.1 (SIGMOID), C.11.2.1.1 (TABLE), C.11.6 (PLUT). The value counts from the window's middle or from the table's first
// input. NAME_window = (steepness, inverse). The NumPy reference is imaging.grey, the uniforms are greying.py's.
#if defined(NAME_TABLE)
uniform sampler2D NAME_table;
#endif
#if defined(NAME_PLUT)
uniform sampler2D NAME_plut;
#endif
float NAME_grey(float x)
{
#if defined(NAME_TABLE)
  int at = int(clamp(floor(x + 0.5), 0.0, NAME_table_length - 1.0));
  float g = texelFetch(NAME_table, ivec2(at % 1024, at / 1024), 0).r;
#elif defined(NAME_SIGMOID)
  float g = 1.0 / (1.0 + exp(-NAME_window.x * x));
#elif defined(NAME_STEP)
  float g = x > 0.0 ? 1.0 : 0.0;
#else
  float g = clamp(x * NAME_window.x + 0.5, 0.0, 1.0);
#endif
#if defined(NAME_PLUT)
  int entry = int(floor(g * (NAME_plut_length - 1.0) + 0.5));
  g = texelFetch(NAME_plut, ivec2(entry % 1024, entry / 1024), 0).r;
#endif
  return NAME_window.y > 0.5 ? 1.0 - g : g;
}
